export const powershell = String
  .raw`# PowerShell completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
Register-ArgumentCompleter -Native -CommandName 'kubectl-apprepo', 'kubectl-apprepo.exe' -ScriptBlock {
    param($typed, $line, $position)
    $words = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $position } |
        ForEach-Object { $_.ToString() })
    $program = $words[0]
    $before = @($words | Select-Object -Skip 1)
    # PowerShell before 7.3 drops an empty argument unless it is quoted.
    $empty = if ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
    if ($typed -eq '') { $before += $empty }
    $lines = @(& $program __complete @before 2>$null)
    $prefix = if ($typed -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    foreach ($each in $lines) {
        if ($each.StartsWith(':')) { continue }
        $value, $description = $each -split [char]9, 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new(
            "$prefix$value", $value, 'ParameterValue', $description)
    }
}
`;
