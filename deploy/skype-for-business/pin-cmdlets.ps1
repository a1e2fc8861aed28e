<#
What pin-host.ps1 asks of the pool, and how it reads what comes back. It is read by that script and runs nothing by
itself. LIKE THAT SCRIPT IT HAS NEVER BEEN RUN. Keep it ASCII.
#>

function New-AnswerFault([string]$id) {
    $exception = New-Object System.FormatException
    return New-Object System.Management.Automation.ErrorRecord -ArgumentList $exception, $id, 'InvalidData', $null
}

# What comes through remoting is a copy. Texts, numbers, truth values and times are themselves; any other value is a bag
# of properties that keeps its ToString() text. So each is read by its name and held against what it has to be.
function Get-Value($copy, [string]$name) {
    $property = $copy.PSObject.Properties[$name]
    if ($null -eq $property) { throw (New-AnswerFault ('No' + $name)) }
    return $property.Value
}

function Get-Text($copy, [string]$name) { return [string](Get-Value $copy $name) }

function Get-Flag($copy, [string]$name) {
    $value = Get-Value $copy $name
    if ($value -isnot [bool]) { throw (New-AnswerFault ('Not' + $name)) }
    return $value
}

function Get-Number($copy, [string]$name) {
    $number = 0
    if ([int]::TryParse([string](Get-Value $copy $name), [ref]$number)) { return $number }
    throw (New-AnswerFault ('Not' + $name))
}

# No public source says in which zone the server's times are where they do not say it themselves. They are taken for
# UTC: that keeps two equal times equal and two others apart, in each hour of the year.
function Get-Time($copy, [string]$name) {
    $time = Get-Value $copy $name
    if ($null -eq $time -or $time -eq [datetime]::MinValue) { return $null }
    if ($time -isnot [datetime]) { throw (New-AnswerFault ('Not' + $name)) }
    if ($time.Kind -eq 'Unspecified') { $time = [datetime]::SpecifyKind($time, [System.DateTimeKind]::Utc) }
    return $time.ToUniversalTime().ToString('o', [System.Globalization.CultureInfo]::InvariantCulture)
}

# PinPolicy is the person's own policy or nothing: a text, with "Tag:" before it or not, or a bag that names it.
function Get-OwnPolicyName($user) {
    $policy = Get-Value $user 'PinPolicy'
    if ($null -eq $policy) { return '' }
    $name = [string]$policy
    foreach ($property in @('Name', 'FriendlyName')) {
        $named = $policy.PSObject.Properties[$property]
        if ($null -ne $named -and [string]$named.Value -ne '') { $name = [string]$named.Value }
    }
    return $name -replace '^Tag:', ''
}

function Find-Policy($policies, [string[]]$identities) {
    foreach ($policy in $policies) {
        if ($identities -contains [string](Get-Value $policy 'Identity')) { return $policy }
    }
    return $null
}

# The person's own, else the site's, else the global one. One that is assigned and not found is an error: the global one
# in its place might be weaker.
function Get-PolicyInEffect($user) {
    $own = Get-OwnPolicyName $user
    $policies = @(Get-CsPinPolicy -ErrorAction Stop)
    $policy = $null
    if ($own -ne '') { $policy = Find-Policy $policies @($own, "Tag:$own") }
    elseif ($Site -ne '') { $policy = Find-Policy $policies @("Site:$Site") }
    if ($own -eq '' -and $null -eq $policy) { $policy = Find-Policy $policies @('Global') }
    if ($null -eq $policy) { throw (New-AnswerFault 'PinPolicyNotFound') }
    return @{
        minPasswordLength   = Get-Number $policy 'MinPasswordLength'
        allowCommonPatterns = Get-Flag $policy 'AllowCommonPatterns'
        pinLifetimeDays     = Get-Number $policy 'PINLifetime'
    }
}

function Get-PinState([string]$sip) {
    if (-not [regex]::IsMatch($sip, $valueForms['sip'])) { throw (New-AnswerFault 'NotSipAddress') }
    $found = @(Get-CsClientPinInfo -Identity $sip -ErrorAction Stop)
    if ($found.Count -ne 1) { throw (New-AnswerFault 'NotOnePinInfo') }
    return @{
        isPinSet          = Get-Flag $found[0] 'IsPinSet'
        isLockedOut       = Get-Flag $found[0] 'IsLockedOut'
        lastPinChangeTime = Get-Time $found[0] 'LastPinChangeTime'
        pinExpirationTime = Get-Time $found[0] 'PinExpirationTime'
    }
}

function Get-UserFields($user) {
    $line = Get-Text $user 'LineURI'
    if ($line -eq '') { $line = $null }
    return @{
        upn         = Get-Text $user 'UserPrincipalName'
        sip         = Get-Text $user 'SipAddress'
        displayName = Get-Text $user 'DisplayName'
        lineUri     = $line
        enabled     = Get-Flag $user 'Enabled'
    }
}

# A text with an "@" might be one person's principal name and another's address, so everybody who fits is told of.
function Get-Account([string]$user) {
    $found = @(Get-CsUser -Identity $user -ErrorAction Stop)
    $users = @(foreach ($one in $found) { Get-UserFields $one })
    $account = @{ users = $users }
    if ($found.Count -ne 1) { return $account }
    $account['pin'] = Get-PinState $users[0]['sip']
    $account['policy'] = Get-PolicyInEffect $found[0]
    return $account
}

function Set-Pin([string]$sip, [string]$pin) {
    # Without a PIN the cmdlet makes one up.
    if (-not [regex]::IsMatch($pin, $valueForms['pin'])) { throw (New-AnswerFault 'NotPin') }
    # Not -Force: it hides errors that are not fatal, and a change that was not made would be told as made.
    $null = Set-CsClientPin -Identity $sip -Pin $pin -Confirm:$false -ErrorAction Stop
}

function Unlock-Pin([string]$sip) {
    $null = Unlock-CsClientPin -Identity $sip -Confirm:$false -ErrorAction Stop
}
