# Loads the assemblies that are compiled for this platform, or the portable ones where there are none, in a load context of their own:
# Assembly.LoadFile makes it and answers with the same assembly in every runspace, and PowerShell finds types in such a context by name.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
$system = $IsWindows ? 'win' : $IsLinux ? 'linux' : $IsMacOS ? 'osx' : 'other'
$architecture = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
$place = [System.IO.Path]::Combine($bin, "$system-$architecture")
if (-not [System.IO.File]::Exists([System.IO.Path]::Combine($place, 'QSslModule.dll'))) { $place = $bin }
$core = [System.Reflection.Assembly]::LoadFile([System.IO.Path]::Combine($place, 'QSslCore.dll'))
$context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($core)
$assembly = $context.LoadFromAssemblyPath([System.IO.Path]::Combine($place, 'QSslModule.dll'))
$cmdlets = Import-Module -Assembly $assembly -PassThru
# PowerShell would take the cmdlets for imported when the module comes again.
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets }
# PowerShell reads the types file before this one, when these types are not there yet. The class of the cmdlet does not load its module.
$update = [System.Management.Automation.CmdletInfo]::new('Update-TypeData', [Microsoft.PowerShell.Commands.UpdateTypeDataCommand])
& $update -TypeData $assembly.GetType('QSslModule.ShownProperties')::TypeData -Force
