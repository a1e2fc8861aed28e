<#
Runs five cmdlets of a Skype for Business or Lync Server pool for the PIN service, which starts it and speaks JSON lines
with it: a request a line in on stdin, an answer a line out on stdout, UTF-8 without a byte order mark.

THIS SCRIPT HAS NEVER BEEN RUN: not against a pool, and not at all. It is written by the public documentation of
PowerShell and of the cmdlets. docs/backend.md says how to try it with one person first.

- The PIN comes in on stdin and goes to one cmdlet as a bound parameter. It is in no argument, no text of a command, no
  answer. Whatever the two changing cmdlets put out is dropped unread: the output of Set-CsClientPin holds the PIN.
- Of an error it tells type and id, never the message, which may quote what was sent.
- It runs as the account that started it (Negotiate) and takes no name and no password.
- Windows PowerShell 5.1 and PowerShell 7 both read it. Keep it ASCII: 5.1 takes a file without that mark for ANSI.
- Do not name the automatic variable for piped input: PowerShell would then read stdin itself.
#>
param([string]$Pool, [string]$IdleTimeoutSeconds, [string]$CallTimeoutSeconds, [string]$Site)

Set-StrictMode -Version 2.0
# Global ones: the functions that Import-PSSession makes are a module's, and a module sees no preferences but these.
$global:ErrorActionPreference = 'Stop'
$global:WarningPreference = 'SilentlyContinue'
$global:VerbosePreference = 'SilentlyContinue'
$global:DebugPreference = 'SilentlyContinue'
$global:InformationPreference = 'SilentlyContinue'
$global:ProgressPreference = 'SilentlyContinue'
$global:ConfirmPreference = 'None'
$global:WhatIfPreference = $false

$cmdlets = @('Get-CsUser', 'Get-CsClientPinInfo', 'Get-CsPinPolicy', 'Unlock-CsClientPin', 'Set-CsClientPin')

# A request is one flat object of texts, read with these two and not with ConvertFrom-Json: module logging would write a
# cmdlet's argument down. Nothing that is asked needs a backslash, so none is taken.
$pairForm = '"([A-Za-z]{1,16})"\s*:\s*"([^"\\\x00-\x1f]{0,400})"'
$lineForm = '^\s*\{\s*' + $pairForm + '(?:\s*,\s*' + $pairForm + '){0,3}\s*\}\s*$'
$fieldsOf = @{ account = 'do,id,user'; info = 'do,id,sip'; unlock = 'do,id,sip'; set = 'do,id,pin,sip'; close = 'do' }
# -Identity takes display names with asterisks too: nothing of that kind goes into it.
$valueForms = @{
    user = '^[^\s"*?<>:\\@]+@[^\s"*?<>:\\@]+$'
    sip  = '^[Ss][Ii][Pp]:[^\s"*?<>\\@]+@[^\s"*?<>\\@]+$'
    pin  = '^[0-9]{4,24}$'
}
# Some error ids are message texts. A name has no blank, and not the four digits in a row that every PIN has.
$nameForm = '^(?!.*[0-9]{4})[A-Za-z][A-Za-z0-9_.,+-]{0,199}$'
# Types that only wrap the error that is meant.
$wrapperForm = '^System\.Management\.Automation\.(?:ActionPreferenceStop|CmdletInvocation|Remote|Runtime)Exception$'
$notOpen = 'System.Management.Automation.Runspaces.InvalidRunspaceStateException'

$utf8 = New-Object System.Text.UTF8Encoding -ArgumentList $false
$requests = [System.IO.StreamReader]::new([Console]::OpenStandardInput(), $utf8)
$answers = [System.IO.StreamWriter]::new([Console]::OpenStandardOutput(), $utf8)
$answers.NewLine = "`n"
$answers.AutoFlush = $true
$session = $null

function Send-Line($answer) {
    $answers.WriteLine((ConvertTo-Json -InputObject $answer -Compress -Depth 6))
}

function Send-Fault($id, [string]$type, [string]$errorId, [bool]$transport) {
    Send-Line @{ id = $id; error = @{ type = $type; errorId = $errorId; transport = $transport } }
}

function Get-PlainName([string]$name) {
    if ([regex]::IsMatch($name, $nameForm)) { return $name }
    return 'unprintable'
}

function Test-FromServer($record) { return $record.Exception -is [System.Management.Automation.RemoteException] }

# The server's own error comes around a copy of its exception, whose type is named "Deserialized.<type>". Where there is
# no copy, or one of a wrapper, the record's category still names the type, without its namespace.
function Get-FaultType($record) {
    if (-not (Test-FromServer $record)) { return Get-PlainName ($record.Exception.GetType().FullName) }
    $copy = $record.Exception.SerializedRemoteException
    $type = ''
    if ($null -ne $copy) { $type = ([string]$copy.PSObject.TypeNames[0]) -replace '^Deserialized\.', '' }
    if ($type -eq '' -or [regex]::IsMatch($type, $wrapperForm)) { $type = [string]$record.CategoryInfo.Reason }
    return Get-PlainName $type
}

function Get-FaultId($record) {
    $named = (Test-FromServer $record) -or $record.Exception -is [System.FormatException]
    if ($named) { return Get-PlainName $record.FullyQualifiedErrorId }
    return Get-FaultType $record
}

# What became of the call is known where the server itself says that it failed, where it was never sent (its parameters
# could not be bound here), and where its answer is not of a form that is read here (FormatException, pin-cmdlets.ps1).
# Anything else is the remoting layer's, and so is a session that is not open.
function Test-Transport($record) {
    if ($session.State -ne 'Opened') { return $true }
    $neverSent = $record.Exception -is [System.Management.Automation.ParameterBindingException]
    return -not ((Test-FromServer $record) -or $neverSent -or $record.Exception -is [System.FormatException])
}

function Read-Request([string]$line) {
    $request = @{}
    if (-not [regex]::IsMatch($line, $lineForm)) { return $request }
    foreach ($pair in [regex]::Matches($line, $pairForm)) {
        if ($request.ContainsKey($pair.Groups[1].Value)) { return @{} }
        $request[$pair.Groups[1].Value] = $pair.Groups[2].Value
    }
    return $request
}

function Test-Request($request) {
    if (-not $request.ContainsKey('do')) { return $false }
    if ((@($request.Keys | Sort-Object) -join ',') -cne $fieldsOf[$request['do']]) { return $false }
    foreach ($name in $valueForms.Keys) {
        $given = $request.ContainsKey($name)
        if ($given -and -not [regex]::IsMatch($request[$name], $valueForms[$name])) { return $false }
    }
    return $true
}

function Invoke-Request($request) {
    switch ($request['do']) {
        'account' { return Get-Account $request['user'] }
        'info' { return @{ pin = Get-PinState $request['sip'] } }
        'unlock' { Unlock-Pin $request['sip'] }
        'set' { Set-Pin $request['sip'] $request['pin'] }
    }
    return @{}
}

# Whether the session itself says that it is closed.
function Close-Session {
    try { Remove-PSSession -Session $session 3>$null 6>$null } catch { return $false }
    return $session.State -eq 'Closed'
}

function Stop-Host([bool]$broken) {
    $closed = Close-Session
    if ($closed -and -not $broken) {
        Send-Line @{ closed = $true }
        exit 0
    }
    if (-not $broken) { Send-Line @{ fatal = $notOpen } }
    exit 1
}

function Send-Answer($request) {
    # The imported functions would reconnect, or open another session, by themselves.
    if ($session.State -ne 'Opened') {
        Send-Fault $request['id'] $notOpen $notOpen $true
        Stop-Host $true
    }
    try {
        $ok = Invoke-Request $request 3>$null 4>$null 5>$null 6>$null
    } catch {
        $transport = Test-Transport $_
        Send-Fault $request['id'] (Get-FaultType $_) (Get-FaultId $_) $transport
        # An error record remembers what its command was given.
        $global:Error.Clear()
        if ($transport) { Stop-Host $true }
        return
    }
    Send-Line @{ id = $request['id']; ok = $ok }
}

function Open-Session {
    $call = [int]$CallTimeoutSeconds * 1000
    $idle = [int]$IdleTimeoutSeconds * 1000
    $option = New-PSSessionOption -IdleTimeout $idle -OperationTimeout $call -OpenTimeout $call -CancelTimeout $call
    $to = @{ ConnectionUri = "https://$Pool/OcsPowershell"; Authentication = 'NegotiateWithImplicitCredential' }
    return New-PSSession @to -SessionOption $option
}

function Assert-Cmdlets($module) {
    foreach ($name in $cmdlets) {
        if ($module.ExportedFunctions.ContainsKey($name)) { continue }
        throw (New-Object System.Management.Automation.CommandNotFoundException)
    }
}

# For whoever starts it by hand. No PIN has been read yet, so stderr may say in words what is wrong.
function Assert-Argument([bool]$good, [string]$word) {
    if ($good) { return }
    [Console]::Error.WriteLine('pin-host: ' + $word)
    Send-Line @{ fatal = 'System.ArgumentException' }
    exit 1
}

function Test-AtLeast([string]$seconds, [int]$least) {
    return [regex]::IsMatch($seconds, '^[0-9]{1,6}$') -and [int]$seconds -ge $least
}

$poolForm = '^[A-Za-z0-9_.-]{1,253}(?::[0-9]{1,5})?$'
Assert-Argument ($args.Count -eq 0) 'takes -Pool, -IdleTimeoutSeconds, -CallTimeoutSeconds, -Site and nothing else'
Assert-Argument ([regex]::IsMatch($Pool, $poolForm)) '-Pool is the full name of a pool, with a port or without'
# New-PSSessionOption takes no less than a minute.
Assert-Argument (Test-AtLeast $IdleTimeoutSeconds 60) '-IdleTimeoutSeconds is 60 or more'
Assert-Argument (Test-AtLeast $CallTimeoutSeconds 1) '-CallTimeoutSeconds is 1 or more'
Assert-Argument ([regex]::IsMatch($Site, '^[^*?"\\]{0,100}$')) '-Site is the name of a site, without wildcards'

# From here on nothing but answers leaves this process, whoever writes.
[Console]::SetOut([System.IO.TextWriter]::Null)
[Console]::SetError([System.IO.TextWriter]::Null)
try {
    . "$PSScriptRoot/pin-cmdlets.ps1"
    $session = Open-Session 3>$null 6>$null
    # Here and not in a function, where it might import for that function alone.
    $how = @{ AllowClobber = $true; DisableNameChecking = $true }
    $module = Import-PSSession -Session $session -CommandName $cmdlets @how 3>$null 6>$null
    Assert-Cmdlets $module
    # Where a policy logs every module, the arguments of these would be written to the event log, the PIN too.
    $module.LogPipelineExecutionDetails = $false
    Send-Line @{ ready = $true }
    while ($null -ne ($line = $requests.ReadLine())) {
        $request = Read-Request $line
        if (-not (Test-Request $request)) { Send-Fault $request['id'] 'request' 'request' $false }
        elseif ($request['do'] -eq 'close') { break }
        else { Send-Answer $request }
        $line = $request = $null
    }
    Stop-Host $false
} catch {
    Send-Line @{ fatal = (Get-FaultType $_) }
    exit 1
}
