import { describe, expect, it } from 'vitest';
import { readSettings, type Settings } from '../../src/config.ts';
import { inWords, pageFacts } from '../../src/pages/facts.ts';
import { html } from '../../src/pages/html.ts';
import { privacyPage } from '../../src/pages/privacy.ts';
import { termsPage } from '../../src/pages/terms.ts';

const registration = {
  MicrosoftAppType: 'UserAssignedMSI',
  MicrosoftAppId: '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001',
  MicrosoftAppTenantId: '5f1c6f0e-0d2e-4a3c-9b0a-6c1d3f5a7b90',
  PIN_SERVICE_URL: 'https://pins.contoso.example',
  HELPDESK_EMAIL: 'helpdesk@contoso.example',
};
const settings = (more: Record<string, string> = {}): Settings => readSettings({ ...registration, ...more });
const both = (of: Settings) => [privacyPage(pageFacts(of)).html, termsPage(pageFacts(of)).html] as const;

describe('the page about privacy', () => {
  it('says the times that are set, not those of a default', () => {
    const [privacy] = both(
      settings({
        AUDIT_RETENTION: '77d',
        REFERENCE_RETENTION: '99d',
        FORM_LIFETIME: '7m',
        PIN_SERVICE_TIMEOUT: '3m',
      }),
    );
    for (const words of ['77 days', '99 days', '7 minutes', 'about 3 minutes at most'])
      expect(privacy).toContain(words);
    for (const words of ['180 days', '400 days', '15 minutes']) expect(privacy).not.toContain(words);
  });

  it('says that a PIN is held for a minute where a try is shorter', () => {
    expect(both(settings({ PIN_SERVICE_TIMEOUT: '5s' }))[0]).toContain('about 1 minute at most');
  });

  it('names who takes tickets, and agents, only where there are some', () => {
    const [bare] = both(settings());
    expect(bare).toContain('you send it');
    expect(bare).not.toContain('named in the bot’s settings');
    const zendesk = { ZENDESK_URL: 'https://contoso.zendesk.com', ZENDESK_EMAIL: 'bot@contoso.example' };
    const agent = { HELPDESK_AGENTS: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200' };
    const [full] = both(settings({ ...zendesk, ...agent, ZENDESK_API_TOKEN: 'a-token' }));
    expect(full).toContain('contoso.zendesk.com');
    expect(full).toContain('named in the bot’s settings');
    for (const secret of ['a-token', 'bot@contoso.example', agent.HELPDESK_AGENTS])
      expect(full).not.toContain(secret);
  });

  it('says of a trial that it is one, and claims no protection that it has not', () => {
    const [trial] = both(readSettings({}));
    expect(trial).toContain('This is a trial');
    expect(trial).not.toContain('asks\nTeams who you are');
    expect(both(settings())[0]).not.toContain('This is a trial');
  });
});

describe('the terms of use', () => {
  it('say the limits that are set', () => {
    const [, terms] = both(settings({ RESET_LIMIT: '2/12h', FORM_LIFETIME: '90s' }));
    expect(terms).toContain('2 times in 12 hours at most');
    expect(terms).toContain('90 seconds');
  });
});

describe('both pages', () => {
  it('name the help desk in each way that the settings know', () => {
    const desk = {
      HELPDESK_NAME: 'IT & friends',
      HELPDESK_TICKET_URL: 'https://tickets.contoso.example/new?a=1&b=2',
      HELPDESK_PHONE: '+1 410-309-0200',
      HELPDESK_PHONE_NOTE: 'ask for <the> "desk"',
    };
    for (const page of both(settings(desk))) {
      expect(page).toContain('IT &#38; friends');
      expect(page).toContain('href="https://tickets.contoso.example/new?a=1&#38;b=2"');
      expect(page).toContain('href="mailto:helpdesk@contoso.example"');
      expect(page).toContain('href="tel:+14103090200"');
      expect(page).toContain('(ask for &#60;the&#62; &#34;desk&#34;)');
    }
  });

  it('leave out what is not set', () => {
    for (const page of both(settings())) {
      expect(page).not.toContain('tel:');
      expect(page).not.toMatch(/undefined|null|\[object|NaN/);
    }
  });

  it('load nothing, run nothing, and lead to nobody but the help desk and each other', () => {
    for (const page of both(settings())) {
      expect(page).not.toMatch(/<(?:script|img|link|iframe|form|object)\b|@import|url\(/i);
      const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
      expect(
        links.filter((link) => !['privacy', 'terms', 'mailto:helpdesk@contoso.example'].includes(link!)),
      ).toEqual([]);
    }
  });
});

describe('what pages are made of', () => {
  it('escapes what is filled in, once, and leaves HTML be', () => {
    const inner = html`<b>${`<'"&>`}</b>`;
    expect(html`<i title="${'"'}">${inner}${[inner, inner]}</i>`.html).toBe(
      `<i title="&#34;">${'<b>&#60;&#39;&#34;&#38;&#62;</b>'.repeat(3)}</i>`,
    );
  });

  it.each([
    [1, '1 millisecond'],
    [60_000, '1 minute'],
    [90_000, '90 seconds'],
    [5_400_000, '90 minutes'],
    [180 * 86_400_000, '180 days'],
  ])('writes %s ms as "%s"', (durationMs, words) => expect(inWords(durationMs)).toBe(words));
});
