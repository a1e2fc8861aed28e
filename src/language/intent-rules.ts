import type { Intent } from './intents.ts';

/** Up to that many words, each with the blank before it. */
const upTo = (words: number): string => `(?: \\S+){0,${words}}`;
const any = (...words: string[]): RegExp => new RegExp(words.join('|'));

const ours = '(?:conferenc\\w*|meeting|lync|skype|dial in|desk ?phone)';
const reset = '(?:reset|change|unlock|renew|replace|update|recover|retrieve|restore|forgot|forget|lost|lose)';
const create = '(?:set|set up|setup|setting|create|make|choose|pick|new|another|different)';
const trouble =
  '(?:expired?|expires|expiring|locked|blocked|disabled|invalid|wrong|incorrect|reject\\w*|refused|fail\\w*|not|' +
  'doesnt|isnt|wont|cant|wasnt|stopped|unknown|broken)';
const unknown =
  '(?:dont|cant|couldnt|never|no longer|havent|have not) (?:know|remember|recall|find|have|had|got|get|set|created?)';
const phone = '(?:phones?|deskphones?|polycom|vvx|yealink|aastra|audiocodes|trio)';
const signIn = '(?:sign|signing|log|logging) (?:me )?(?:back )?(?:in|on)(?:to)?|signin|login';
const finished = '(?:work|worked|go|gone|done|ready|finished|completed?|through|succeed|successful|ok)';

export type Rule = { intent: Intent; when: RegExp; unless?: RegExp };

/**
 * What a message asks for, by its words (see `wordsOf`) without greetings, thanks and "please". The first rule
 * that fits wins, so that the particular stands before the general: a question about a reset is not a request.
 */
export const rules: Rule[] = [
  {
    intent: 'otherPin',
    when: any(
      '\\b(?:voicemail|mailbox|bank|atm|credit|debit|sim|windows|bitlocker|smart ?card|badge|door|alarm|screen ?lock|lock ?screen)\\b.*\\b(?:pin|code|password)\\b',
      '\\b(?:pin|code|password)\\b.*\\b(?:voicemail|mailbox|bank|atm|credit|debit|sim|windows|bitlocker|smart ?card|badge|door|alarm|screen ?lock|lock ?screen)\\b',
      '\\b(?:mobile|cell|cell ?phone|iphone|android|laptop|computer|card|phone unlock|phone lock) pin\\b',
      '\\bpin (?:for|of|on|to unlock) (?:my |the )?(?:mobile|cell|cell ?phone|iphone|android|laptop|computer|card)\\b',
      '^(?!.*\\bpin\\b).*\\bpassword\\b',
    ),
    unless: new RegExp(`\\b${ours} (?:\\S+ )?(?:pin|password)\\b|\\b(?:same|difference)\\b`),
  },
  {
    intent: 'reminderStop',
    when: any(
      `\\b(?:stop|quit|cancel|disable|mute|turn off|switch off|no more|enough|dont(?! forget))${upTo(4)} (?:remind|reminding|reminders?|reminded|nag|nagging|bug|bugging|bother|bothering|pinging|notify\\w*|notifications?|asking|messaging)\\b`,
      '\\bno reminders\\b|\\bunsubscribe\\b|\\bleave me alone\\b|\\breminders? off\\b',
    ),
  },
  {
    intent: 'reminderLater',
    when: any(
      '\\bremind me\\b(?!.*\\b(?:what|of|how|why|which)\\b)|\\bsnooze\\b|\\bpostpone\\b',
      `\\b(?:ill|i will|ask me|do it|do that|tell me)${upTo(5)} (?:later|tomorrow|next week)\\b`,
      '^(?:maybe )?(?:later|not now|not yet|tomorrow|next week|in (?:an |a few )?(?:minutes|hours?|days?))$',
      `\\b(?:not|havent)${upTo(1)} (?:done|signed in|logged in)${upTo(2)} yet\\b`,
    ),
  },
  {
    intent: 'reminderDone',
    // Single words only in what repeats: "i have" beside "i" and "have" would double the ways to read each pair.
    when: /^(?!(?:is|am|have) )(?:(?:i|im|ive|am|have|it|its|is|everything|already|now|just|yes|ok|all) )*(?:done|finished|completed?|sorted|did it|signed (?:back )?in|logged (?:back )?in|it works|works now|works again)(?: (?:it|that|again|now|already|back|everywhere|on|to|into|in|at|with|my|the|all|both|desk|office|phones?|deskphones?|new|pin|today|fine))*$/,
  },
  {
    intent: 'cancel',
    when: any(
      `\\b(?:dont(?! (?:know|remember|recall|understand|have|find|see))|rather not|no need to|not going to|stop)${upTo(3)} (?:reset|change|update|set|touch)\\b`,
      '\\b(?:cancel|abort)\\b|\\bnever ?mind\\b|\\bforget (?:it|about it|that)\\b|\\bchanged my mind\\b',
      '^(?:no|nope|stop|stop it|quit|exit|dont)$',
    ),
  },
  { intent: 'status', when: /\bstatus\b/ },
  {
    intent: 'reset',
    when: any(
      `^(?:can you |could you |can i |i )?${reset}${upTo(4)} pin\\b`,
      `\\b(?:want|need|like|wish|have) to (?:${reset}|set|create)${upTo(4)} pin\\b`,
    ),
    unless: /\b(?:why|when do i|when must i|do i)\b/,
  },
  {
    intent: 'whatFor',
    when: any(
      `\\bwhat(?:s| is| was)?(?: the| this| that| my| a| your| it| ${ours})*(?: pin)?(?: is)?(?: good| used| needed| there)? for\\b`,
      `\\bwhat (?:does|do|can|would)${upTo(5)} (?:pin|it|this)(?: \\S+)? (?:for|do|mean)\\b|\\bwhat (?:does|do|can|would)${upTo(4)} with${upTo(2)} pin\\b`,
      `\\b(?:why|when|where) (?:do|does|is|are|would|should|must|can)${upTo(3)} (?:need|use|have|enter|used|needed|required)\\b`,
      `^(?:whats|what is|what are)(?: the| this| that| a| your| ${ours})* pin$|\\b(?:which|what) (?:kind of )?pin\\b`,
      '\\bhow (?:do|can|should) i use\\b|\\bpurpose\\b|\\bexplain\\b|\\bdifference\\b|\\bsame (?:pin )?as\\b',
      '\\babout (?:the|this) pin$',
    ),
  },
  {
    intent: 'status',
    when: any(
      '(?:^|\\b(?:and|so|but|ok|now|see if|know if|check if|whether) )(?:is|has|was|did|does|will|isnt|hasnt|didnt) (?:my|the) (?:\\S+ )?(?:pin|reset|change)\\b',
      '\\b(?:see if|know if|check if|tell me if|whether) (?:my|the) (?:\\S+ )?(?:pin|reset|change)\\b',
      `(?:^|\\b(?:and|so|but|ok|now) )(?:is|has|was|did|are|does) (?:it|that|everything|you)${upTo(2)} ${finished}\\b`,
      '\\b(?:did|have) i (?:already |ever )?(?:set|change|changed|reset)\\b|\\bdo i (?:already |even )?have a\\b|\\bam i\\b.*\\blocked\\b',
      `\\bwhen (?:do|does|did|will|was|is|has|must)${upTo(4)} (?:expired?|expires|changed?|set|reset|renew)\\b`,
      '\\bhow (?:long|old|many days)\\b.*\\b(?:valid|last|expires?|left|pin)$|\\bexpiry\\b|\\bexpiration\\b|\\bvalid until\\b',
      '\\bcheck (?:my|the) pin$|\\bwhat(?:s| is) my (?:phone )?(?:extension|number)\\b',
      '\\b(?:who|someone|somebody) (?:else )?(?:has )?(?:changed|reset)\\b|\\bi (?:didnt|never|havent|have not) (?:changed?|reset)\\b',
    ),
  },
  {
    intent: 'status',
    when: /\b(?:(?:ive|i have|we have)(?: just| already)?|i just|i already) (?:reset|changed|set) (?:my|the|a)\b/,
    unless: /\b(?:forgot|lost|not|doesnt|never|want|phone)\b/,
  },
  {
    intent: 'phoneSteps',
    when: any(
      `\\b(?:${signIn})\\b.*\\b${phone}\\b|\\b${phone}\\b.*\\b(?:${signIn})\\b`,
      `\\b${phone}\\b${upTo(2)} (?:stopped|not|doesnt|isnt|wont|cant|asks?|asking|wants|signed out|logged out|rejects|steps|instructions)\\b`,
      `\\b(?:steps|instructions)\\b.*\\b${phone}\\b|\\bhow (?:do|can|to)\\b(?!.*\\bpin\\b).*\\b(?:${signIn})\\b|\\bcant (?:${signIn})$`,
    ),
    unless: new RegExp(`\\b${reset}\\b`),
  },
  {
    intent: 'reset',
    when: any(
      `\\b(?:${reset}|${create}|${unknown})${upTo(5)} pin\\b`,
      `\\bpin${upTo(5)} (?:${reset}|${trouble}|${unknown})\\b`,
      '\\b(?:expired|locked|blocked|invalid|wrong|incorrect|rejected|old|unknown) pin\\b',
      `\\b(?:what|whats|where|wheres|show|tell|give|send|see|find|look up|read|know|remind)${upTo(4)} my (?:\\S+ )?pin\\b`,
      '\\b(?:no|without a|have no) pin\\b|\\blocked out\\b|^(?:i )?(?:have )?(?:forgot|lost|never set)(?: it| mine| one)?$',
      '^(?:(?:i|want|need|would|like|to|a|the|my|can|could|you|me|it|do|start|how|another|now|again|for|ok|yes|no) )*reset(?: (?:it|now|again|me|mine|for|today))*$',
    ),
  },
  {
    intent: 'help',
    when: any(
      '\\b(?:help|helpdesk|support|ticket|contact|human|agent|assist\\w*|problems?|issues?|trouble|error|commands?|menu|options|stuck)\\b',
      '\\bwhat (?:can|do|are) you\\b|\\bwho are you\\b|\\bhow does (?:this|it) work\\b|\\b(?:doesnt|not|isnt) work(?:ing)?\\b',
      '\\b(?:talk|speak) to\\b',
    ),
  },
  {
    intent: 'reset',
    when: any(
      `\\b(?:need|want|get|give|have|request|like)${upTo(5)} pin\\b`,
      `^(?:(?:my|the|a|i|for|ok|yes|${ours}) )*pin(?: (?:now|number|code|request))*$`,
    ),
  },
  { intent: 'phoneSteps', when: new RegExp(`\\b(?:desk ?|my )${phone}\\b`) },
  // The words of the button.
  { intent: 'phoneSteps', when: /^it (?:does not|doesnt) work$/ },
  { intent: 'whatFor', when: /\b(?:leaders?|lobby)\b/ },
];
