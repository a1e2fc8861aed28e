// What can be said of a PowerShell script by reading it. There is no PowerShell where this project is made.

export const five = [
  'Get-CsClientPinInfo',
  'Get-CsPinPolicy',
  'Get-CsUser',
  'Set-CsClientPin',
  'Unlock-CsClientPin',
];
/** The other commands that the host may run. */
const others = [
  ...['New-PSSession', 'New-PSSessionOption', 'Import-PSSession', 'Remove-PSSession'],
  ...['ConvertTo-Json', 'New-Object', 'Set-StrictMode', 'Sort-Object'],
];
const automatic = ['_', 'args', 'false', 'global', 'null', 'PSScriptRoot', 'true'];

export const all = (code: string, form: RegExp): string[] =>
  [...code.matchAll(form)].map(([, found = '']) => found);
export const sorted = (names: string[]): string[] => [...new Set(names)].sort();

/** PowerShell without its comments; texts stay as they are, whatever stands in them. */
export function withoutComments(script: string): string {
  return script.replace(/<#[\s\S]*?#>|#[^\n]*|'(?:[^']|'')*'|"(?:[^"`]|`[\s\S])*"/g, (part) =>
    /^<?#/.test(part) ? '' : part,
  );
}

export const withoutTexts = (code: string): string =>
  code.replace(/'(?:[^']|'')*'|"(?:[^"`]|`[\s\S])*"/g, "''");

/** The names of a list such as `$cmdlets = @('a', 'b')`. */
export const listed = (script: string): string[] =>
  all(/\$cmdlets = @\(([^)]*)\)/.exec(script)?.[1] ?? '', /'([^']*)'/g);

/** A regular expression that a script keeps in single quotes. .NET and JavaScript read these forms alike. */
export function form(script: string, name: string): RegExp {
  const kept = new RegExp(`^(?:\\$| *)${name} +?=? ?'([^\\n]*)'$`, 'm').exec(script.replace(/ += /g, ' = '));
  if (!kept?.[1]) throw new Error(`the script has no form ${name}`);
  return new RegExp(kept[1]);
}

/** What a host's two files do that they must not, each as one sentence. */
export function breaches(script: string): string[] {
  const code = withoutComments(script);
  const bare = withoutTexts(code);
  const own = all(bare, /^function ([\w-]+)/gm);
  const commands = all(bare, /(?<![\w.$-])([A-Za-z]+-[A-Za-z]\w+)\b(?!\s*=)/g);
  const assigned = [
    ...all(bare, /\$(\w+)(?=(?: = \$\w+)* = )/g),
    ...all(bare, /foreach \(\$(\w+) in/g),
    ...all(bare, /(?:param|function [\w-]+)\(([^)]*)\)/g).flatMap((names) => all(names, /\$(\w+)/g)),
  ];
  const used = [...all(bare, /\$(\w+)/g), ...all(code, /"[^"\n]*?\$(\w+)/g)];
  return [
    ...sorted(all(script, /(\w+-Cs\w+)/g))
      .filter((name) => !five.includes(name))
      .map((name) => `names ${name}`),
    ...sorted(commands.filter((name) => ![...five, ...others, ...own].includes(name))).map(
      (name) => `runs ${name}`,
    ),
    ...sorted(used.filter((name) => ![...automatic, ...assigned].includes(name))).map(
      (name) => `reads $${name}`,
    ),
    ...sorted(all(bare, /\.(Message|ErrorDetails|ScriptStackTrace|InvocationInfo|TargetObject)\b/g)).map(
      (name) => `reads ${name} of an error`,
    ),
    ...sorted(
      all(bare, /(\biex\b|\[scriptblock\]|\$input\b|(?<=\s)-(?:Verbose|Debug|Credential|OutVariable)\b)/gi),
    ).map((name) => `holds ${name}`),
    ...sorted(all(bare, /(\?\?|\?\.|&&|\|\|)/g)).map(
      (name) => `holds ${name}, which Windows PowerShell does not know`,
    ),
    ...callFaults(bare),
  ];
}

/** Calls of the five that are not of the one form that is safe: values in variables, errors stopping, output dropped. */
function callFaults(bare: string): string[] {
  const calls = all(bare, /(^.*\b(?:Get|Set|Unlock)-Cs\w+ .*$)/gm);
  return calls.flatMap((call) => [
    ...(/-ErrorAction Stop\b/.test(call) ? [] : [`goes on after an error: ${call.trim()}`]),
    ...all(call, /-(?:Identity|Pin) (\S+)/g)
      .filter((value) => !/^\$(?:user|sip|pin)\b/.test(value))
      .map((value) => `hands over ${value}`),
    ...(/(?:Set|Unlock)-Cs/.test(call) &&
    !/^ *\$null = \S+ -Identity \$sip (?!.*-Force\b).*-Confirm:\$false /.test(call)
      ? [`changes in another way: ${call.trim()}`]
      : []),
  ]);
}
