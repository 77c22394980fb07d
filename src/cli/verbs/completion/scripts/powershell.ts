export const powershell = String
  .raw`# PowerShell completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
Register-ArgumentCompleter -Native -CommandName 'kubectl-apprepo', 'kubectl-apprepo.exe' -ScriptBlock {
    param($typed, $line, $position)
    $elements = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $position })
    $words = @($elements | ForEach-Object {
        $plain = $_ -is [System.Management.Automation.Language.StringConstantExpressionAst]
        $word = if ($plain) { $_.Value } else { $_.ToString() }
        $word -replace '^~(?=[\\/])', $HOME.Replace('$', '$$')
    })
    $program = $words[0]
    $before = @($words | Select-Object -Skip 1)
    # PowerShell before 7.3 drops an empty argument unless it is quoted.
    $empty = if ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
    if ($typed -eq '') { $before += $empty }
    $lines = @(& $program __complete @before 2>$null)
    $offers = @($lines | Where-Object { -not $_.StartsWith(':') })
    $directive = [int]("$($lines | Select-Object -Last 1)".TrimStart(':'))
    $flag = if ($typed -match '^(-[^=]*=)') { $Matches[1] } else { '' }
    foreach ($offer in $offers) {
        $value, $description = $offer -split [char]9, 2
        if (-not $description) { $description = $value }
        # What PowerShell would take for more than a name goes into quotes.
        $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value)
        $safe = if ($value -match '^[\w./:=+%-]+$') { $value } else { "'$quoted'" }
        [System.Management.Automation.CompletionResult]::new(
            "$flag$safe", $value, 'ParameterValue', $description)
    }
    # Of nothing at all PowerShell makes file names.
    if ($offers.Count -eq 0 -and ($directive -band 4)) { '' }
}
`;
