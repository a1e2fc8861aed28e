import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linksIn } from '../docs/documents.ts';
import { all, breaches, five, form, listed, sorted, withoutComments, withoutTexts } from './powershell.ts';

// There is no PowerShell where this project is made: nothing here runs the scripts. What is held is what can be read.

const root = join(import.meta.dirname, '../..');
const folder = 'deploy/skype-for-business';
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

const host = text(`${folder}/pin-host.ps1`);
const cmdlets = text(`${folder}/pin-cmdlets.ps1`);
const role = text(`${folder}/new-pin-role.ps1`);
const guide = text('docs/backend.md');

/** The form of a whole request, put together as the host does it. */
function requestForm(): RegExp {
  const [expression = ''] = all(host, /^\$lineForm = (.*)$/gm);
  const pair = form(host, 'pairForm').source;
  const parts = expression.split(' + ').map((part) => (part === '$pairForm' ? pair : part.slice(1, -1)));
  return new RegExp(parts.join(''));
}

describe('the host of the pool session', () => {
  it('does nothing that it must not', () => {
    expect(breaches(`${host}\n${cmdlets}`)).toEqual([]);
  });

  it('names and imports exactly five cmdlets, and calls each', () => {
    expect(sorted(all(`${host}\n${cmdlets}`, /(\w+-Cs\w+)/g))).toEqual(five);
    expect(sorted(listed(host))).toEqual(five);
    const calls = all(withoutTexts(withoutComments(cmdlets)), /\b((?:Get|Set|Unlock)-Cs\w+) /g);
    expect(sorted(calls)).toEqual(five);
    expect(host).toMatch(/^ +\$module = Import-PSSession -Session \$session -CommandName \$cmdlets /m);
  });

  it('takes no PIN, name or password as an argument', () => {
    const [parameters = ''] = all(withoutComments(host), /^param\(([^)]*)\)/gm);
    expect(all(parameters, /\$(\w+)/g)).toEqual(['Pool', 'IdleTimeoutSeconds', 'CallTimeoutSeconds', 'Site']);
  });

  it('holds the PIN against its form before it is set', () => {
    expect(cmdlets).toMatch(
      /if \(-not \[regex\]::IsMatch\(\$pin, \$valueForms\['pin'\]\)\) \{ throw .*\n(?: +#.*\n)* +\$null = Set-CsClientPin /,
    );
    expect(cmdlets).toMatch(/Set-CsClientPin -Identity \$sip -Pin \$pin /);
  });

  it.each(['Error', 'Warning', 'Verbose', 'Debug', 'Information', 'Progress', 'Confirm', 'WhatIf'])(
    'sets %s for the imported functions too',
    (stream) => {
      const name = stream === 'Error' ? 'ErrorActionPreference' : `${stream}Preference`;
      expect(host).toMatch(
        new RegExp(`^\\$global:${name} = (?:'(?:Stop|SilentlyContinue|None)'|\\$false)$`, 'm'),
      );
    },
  );

  it('refuses a session that is idle for less than a minute', () => {
    expect(host).toContain('Assert-Argument (Test-AtLeast $IdleTimeoutSeconds 60)');
  });

  it.each([
    { id: 'a1', do: 'account', user: "d'arcy@contoso.example" },
    { id: 'a1', do: 'info', sip: 'sip:robin@contoso.example' },
    { do: 'set', pin: '73914', sip: 'sip:robin@contoso.example', id: 'a1' },
    { do: 'close' },
  ])('reads the request %j', (fields) => expect(requestForm().test(JSON.stringify(fields))).toBe(true));

  it.each([
    { id: 'a1', do: 'set', sip: 'sip:robin@contoso.example', pin: 73914 },
    { id: 'a1', do: 'account', user: ['robin@contoso.example'] },
    { id: 'a1', do: 'account', user: 'a"b@contoso.example' },
    { id: 'a1', do: 'info', sip: 'sip:a\nb@contoso.example' },
    { id: null, do: 'close' },
    { a: '1', b: '2', c: '3', d: '4', e: '5' },
    {},
  ])('refuses the request %j', (fields) => expect(requestForm().test(JSON.stringify(fields))).toBe(false));

  it.each([
    ['user', 'robin@contoso.example', true],
    ['user', 'sip:robin@contoso.example', false],
    ['user', '*@contoso.example', false],
    ['user', 'zoë@contoso.example', true],
    ['user', 'Robin Castellan', false],
    ['user', 'contoso\\robin', false],
    ['sip', 'sip:robin@contoso.example', true],
    ['sip', 'robin@contoso.example', false],
    ['sip', 'sip:*@contoso.example', false],
    ['pin', '0042', true],
    ['pin', '', false],
    ['pin', '123', false],
    ['pin', '1'.repeat(25), false],
    ['pin', '12ab6', false],
    ['pin', '١٢٣٤', false],
  ])('takes as %s "%s": %s', (name, value, taken) => {
    expect(form(host, name).test(value)).toBe(taken);
  });

  it.each([
    ['Microsoft.Rtc.Management.AD.ManagementException', true],
    ['System.Management.Automation.Remoting.PSRemotingTransportException', true],
    ['Error processing request.,Microsoft.Rtc.Management', false],
    ['Pin73914', false],
    ['', false],
  ])('hands on as the name of an error "%s": %s', (name, passed) => {
    expect(form(host, 'nameForm').test(name)).toBe(passed);
  });
});

describe('the scripts', () => {
  it.each([
    ['pin-host.ps1', host],
    ['pin-cmdlets.ps1', cmdlets],
    ['new-pin-role.ps1', role],
  ])('%s is ASCII, is not long, and says that it was never run', (_name, script) => {
    expect(script).toMatch(/^[\n\x20-\x7e]+$/);
    expect(script.split('\n').length).toBeLessThanOrEqual(250);
    expect(script).toMatch(/NEVER BEEN RUN/);
  });

  it('give the role the five cmdlets of the host, and hold the made role against them', () => {
    expect(sorted(listed(role))).toEqual(five);
    expect(role).toContain('Cmdlets = $cmdlets }');
    expect(role).toContain('SupportsShouldProcess');
    const named = sorted(all(role, /(\w+-Cs\w+)/g)).filter((name) => !five.includes(name));
    expect(named).toEqual(['Get-CsAdminRole', 'New-CsAdminRole', 'Remove-CsAdminRole']);
    expect(withoutTexts(withoutComments(role))).not.toMatch(/Remove-Cs/);
  });
});

describe('the check of the host itself', () => {
  it.each([
    ["\nWrite-Verbose 'x'", 'runs Write-Verbose'],
    ['\nStart-Transcript', 'runs Start-Transcript'],
    ['\nInvoke-Expression $line', 'runs Invoke-Expression'],
    ['\n$line | Out-File x', 'runs Out-File'],
    ['\n# Grant-CsPinPolicy', 'names Grant-CsPinPolicy'],
    ['\n$word = $_.Exception.Message', 'reads Message of an error'],
    ['\n$word = "$pn"', 'reads $pn'],
    ['\n$null = $input', 'holds $input'],
    ['\n$word = $line ?? 1', 'holds ??, which Windows PowerShell does not know'],
    ['\n$x = Get-CsUser -Identity $user', 'goes on after an error: $x = Get-CsUser -Identity $user'],
    ['\n$x = Get-CsUser -Identity (Get-Text $a) -ErrorAction Stop', 'hands over (Get-Text'],
    [
      '\nSet-CsClientPin -Identity $sip -Pin $pin -Confirm:$false -ErrorAction Stop',
      'changes in another way: Set-CsClientPin -Identity $sip -Pin $pin -Confirm:$false -ErrorAction Stop',
    ],
    [
      '\n$null = Set-CsClientPin -Identity $sip -Pin $pin -Force -Confirm:$false -ErrorAction Stop',
      'changes in another way: $null = Set-CsClientPin -Identity $sip -Pin $pin -Force -Confirm:$false -ErrorAction Stop',
    ],
  ])('finds %j', (added, breach) => {
    expect(breaches(`${host}\n${cmdlets}${added}`)).toContain(breach);
  });

  it('tells comments from texts', () => {
    expect(withoutComments('a \'#\' # b\n<# c\n#> "#d"')).toBe('a \'#\' \n "#d"');
  });
});

describe('docs/backend.md', () => {
  const settings = ['POOL', 'POWERSHELL', 'HOSTS', 'HOST_LIFETIME', 'UNLOCK', 'CALL_TIMEOUT'];
  it.each([
    'PIN_STORE',
    ...[...settings, 'SESSION_IDLE', 'QUEUE', 'SITE'].map((name) => `SFB_${name}`),
    'PIN_SERVICE_USER_KEY=userPrincipalName',
    'main.js doubts',
    'main.js settle',
    'pin-service.openapi.yaml',
    ...['pin-host.ps1', 'pin-cmdlets.ps1', 'new-pin-role.ps1'],
    ...five,
  ])('names %s', (name) => expect(guide).toContain(name));

  it('says at the top and in the part of the driver that the scripts were never run', () => {
    const said = [...guide.matchAll(/NEVER BEEN RUN/g)].map(({ index }) => index);
    const driver = guide.indexOf('\n## Skype for Business');
    expect(driver).toBeGreaterThan(0);
    expect(said.some((at) => at < guide.indexOf('\n## '))).toBe(true);
    expect(said.some((at) => at > driver && at < guide.indexOf('\n### ', driver))).toBe(true);
  });

  it('leads to files and headings that are there', () => {
    const links = linksIn(guide);
    const anchors = (markdown: string): string[] =>
      all(markdown, /^#+ (.+)$/gm).map((heading) =>
        heading
          .toLowerCase()
          .replace(/[^a-z0-9 _-]/g, '')
          .replaceAll(' ', '-'),
      );
    const lost = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? 'docs/backend.md' : join(dirname('docs/backend.md'), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchors(text(file)).includes(anchor);
    });
    expect(links.length).toBeGreaterThan(5);
    expect(lost).toEqual([]);
  });
});
