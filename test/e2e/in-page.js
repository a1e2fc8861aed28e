/* global AdaptiveCards, hostConfig */
// Runs in the browser, beside the renderer: shows cards, keeps what they send, and looks at them.

const plain = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Bold and links: as much Markdown as the cards use. */
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const html = plain(text)
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/\[(.+?)\]\((.+?)\)/g, '<a href="$2">$1</a>');
  result.outputHtml = `<p>${html}</p>`;
  result.didProcess = true;
};

/** Shows a card in the place of the one before it, and returns what the renderer has against it. */
window.showCard = (json) => {
  // The renderer keeps one global regex for `lang`, which refuses every second card.
  AdaptiveCards.CardElement.langProperty.regEx.lastIndex = 0;
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.parse(json, context);
  window.sent = [];
  card.onExecuteAction = (action) => {
    window.sent.push({ type: action.getJsonTypeName(), data: JSON.parse(JSON.stringify(action.data ?? {})) });
  };
  document.getElementById('card').replaceChildren(card.render());
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
};

/** Elements whose content does not fit them, or that stick out of the card. */
window.misfits = () => {
  const card = document.getElementById('card');
  const within = card.getBoundingClientRect();
  // What a list holds is drawn by the browser when it is opened.
  return [...card.querySelectorAll('*:not(option)')].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const name = `${element.className || element.tagName} "${element.textContent.slice(0, 40)}"`;
    const found = [];
    if (box.right > within.right || box.left < within.left) found.push(`${name} sticks out`);
    if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth) found.push(`${name} is cut`);
    const tooHigh = element.scrollHeight > element.clientHeight + 1;
    if (element.clientHeight > 0 && tooHigh) found.push(`${name} is cut below`);
    if (element.placeholder && placeholderPx(element) > roomPx(element)) {
      found.push(`placeholder "${element.placeholder}" is cut`);
    }
    return found;
  });
};

const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

function placeholderPx(input) {
  pen.font = getComputedStyle(input).font;
  return pen.measureText(input.placeholder).width;
}

function roomPx(input) {
  const { paddingLeft, paddingRight } = getComputedStyle(input);
  return input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

/** What the renderer has against each of many cards, what of it does not fit, and Markdown that is left. */
window.faultsOfAll = (cards) =>
  Object.entries(cards).flatMap(([name, json]) => {
    const faults = [...window.showCard(json), ...window.misfits()];
    const left = document.getElementById('card').innerText.match(/\*\*|\]\(/);
    return [...faults, ...(left ? [`shows ${left[0]}`] : [])].map((fault) => `${name}: ${fault}`);
  });

/** Letters that are drawn as a letter is for which there is no font. */
window.unwritable = (text) => {
  pen.font = getComputedStyle(document.body).font;
  const drawn = (letter) => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(letter, 10, 26);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const nothing = drawn('\u{10fffd}');
  return [...new Set(text)].filter((letter) => letter.trim() !== '' && drawn(letter) === nothing);
};

/** Shows copies of cards side by side. */
window.showSheet = (cards) => {
  const place = document.getElementById('card');
  const sheet = document.createElement('div');
  sheet.id = 'sheet';
  for (const json of cards) {
    window.showCard(json);
    const copy = place.cloneNode(true);
    copy.removeAttribute('id');
    sheet.append(copy);
  }
  document.getElementById('sheet')?.remove();
  place.replaceChildren();
  place.style.display = 'none';
  document.body.append(sheet);
};

const rgbaOf = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
const over = ([r, g, b, alpha = 1], below) => [r, g, b].map((c, i) => c * alpha + below[i] * (1 - alpha));
const behind = (element) =>
  element
    ? over(rgbaOf(getComputedStyle(element).backgroundColor), behind(element.parentElement))
    : [255, 255, 255];

function luminance(rgb) {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
window.faint = () => {
  const texts = [...document.querySelectorAll('#card *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()),
  );
  return texts.flatMap((element) => {
    const background = behind(element);
    const colour = over(rgbaOf(getComputedStyle(element).color), background);
    const [low, high] = [luminance(colour), luminance(background)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    // The star after a label is the host's own, in the host's colour.
    const hosts = element.textContent.trim() === '*';
    return ratio < 4.5 && !hosts ? [`${ratio.toFixed(1)}: ${element.textContent}`] : [];
  });
};
