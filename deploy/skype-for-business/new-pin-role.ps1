<#
.SYNOPSIS
Makes the role that the PIN service's account needs on a Skype for Business or Lync Server pool: five cmdlets, no more.

.DESCRIPTION
THIS SCRIPT HAS NEVER BEEN RUN. It is written by the public documentation of the cmdlets. Try it with -WhatIf first, and
read what it prints at the end.

Before it: make a universal security group in Active Directory, whose SamAccountName is the name of the role. The server
ties role and group by that name and makes no group by itself.

Run it in the Skype for Business (or Lync) Server Management Shell on a server of the pool, as a member of
RTCUniversalServerAdmins. After it: put the service's account into the group, and into no other group of the server.

It needs Lync Server 2013 or newer. In Lync Server 2010 New-CsAdminRole knows no -Cmdlets: a role there is a copy of a
built-in one, and none of those holds so little.

.PARAMETER Role
Name of the role, and SamAccountName of its group.

.PARAMETER Template
The built-in role that the server copies before it replaces the list of cmdlets. CsUserAdministrator may set PINs.

.PARAMETER UserScopes
Whose PINs may be set, such as "OU:ou=Berlin,dc=contoso,dc=example". Left out, it is the template's: everybody's.

.PARAMETER ConfigScopes
Of which sites settings may be read, such as "site:Berlin" (by SiteId). Left out, it is the template's: all. A PIN
policy out of reach makes the service refuse the people that it is assigned to.

.EXAMPLE
.\new-pin-role.ps1 -Role PinServiceRole -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)][ValidatePattern('^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$')][string]$Role,
    [ValidatePattern('^Cs[A-Za-z]+$')][string]$Template = 'CsUserAdministrator',
    [string[]]$UserScopes,
    [string[]]$ConfigScopes
)

$ErrorActionPreference = 'Stop'
$cmdlets = @('Get-CsUser', 'Get-CsClientPinInfo', 'Get-CsPinPolicy', 'Unlock-CsClientPin', 'Set-CsClientPin')

function Stop-WithWord([string]$word) {
    [Console]::Error.WriteLine('new-pin-role: ' + $word)
    exit 1
}

# Whether the forest has this universal security group: the two flags of groupType, and no other kind of group.
function Test-Group([string]$name) {
    $forest = [System.DirectoryServices.ActiveDirectory.Forest]::GetCurrentForest()
    $searcher = $forest.FindGlobalCatalog().GetDirectorySearcher()
    $searcher.Filter = "(&(objectCategory=group)(sAMAccountName=$name)(groupType=-2147483640))"
    return $null -ne $searcher.FindOne()
}

# A role's cmdlets are objects; their text holds the name.
function Get-CmdletNames($role) {
    $names = @($role.Cmdlets | ForEach-Object { [regex]::Match([string]$_, '[A-Za-z]+-[A-Za-z0-9]+').Value })
    return @($names | Sort-Object)
}

function Show-Role($role) {
    $names = @(Get-CmdletNames $role)
    Write-Output ('Role:            ' + $role.Identity)
    Write-Output ('Template:        ' + $role.Template)
    Write-Output ('User scopes:     ' + (@($role.UserScopes) -join '; '))
    Write-Output ('Config scopes:   ' + (@($role.ConfigScopes) -join '; '))
    Write-Output ('Script modules:  ' + (@($role.ScriptModules) -join '; '))
    Write-Output ('Cmdlets:         ' + $names.Count)
    $names | ForEach-Object { Write-Output ('                 ' + $_) }
}

foreach ($needed in @('New-CsAdminRole', 'Get-CsAdminRole')) {
    if (Get-Command -Name $needed -ErrorAction SilentlyContinue) { continue }
    Stop-WithWord "there is no $needed here: run this in the Server Management Shell on a server of the pool"
}
if (-not (Get-Command -Name New-CsAdminRole).Parameters.ContainsKey('Cmdlets')) {
    Stop-WithWord 'this server is Lync Server 2010: it can only copy a built-in role, and none holds these five alone'
}
if (-not (Test-Group $Role)) {
    Stop-WithWord "the forest has no universal security group with the SamAccountName ${Role}: make it first"
}
if (@(Get-CsAdminRole | Where-Object { $_.Identity -eq $Role }).Count -ne 0) {
    Stop-WithWord "there is a role ${Role} already: it is left as it is. Get-CsAdminRole shows it"
}

$wanted = @{ Identity = $Role; Template = $Template; Cmdlets = $cmdlets }
if ($UserScopes) { $wanted['UserScopes'] = $UserScopes }
if ($ConfigScopes) { $wanted['ConfigScopes'] = $ConfigScopes }
if (-not $PSCmdlet.ShouldProcess($Role, ('make a role of ' + ($cmdlets -join ', ')))) { exit 0 }
$null = New-CsAdminRole @wanted

$made = Get-CsAdminRole -Identity $Role
Show-Role $made
$right = (@(Get-CmdletNames $made) -join ',') -eq (@($cmdlets | Sort-Object) -join ',')
if (-not $right -or @($made.ScriptModules | Where-Object { $_ }).Count -ne 0) {
    Stop-WithWord 'the role holds something other than the five cmdlets: do not use it (Remove-CsAdminRole removes it)'
}
Write-Output "The role holds the five cmdlets and nothing else. Now put the service's account into the group $Role."
