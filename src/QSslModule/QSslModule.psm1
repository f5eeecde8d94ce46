# Loads the assemblies that are compiled for this platform, or the portable ones where there are none, in a load context of their own:
# Assembly.LoadFile makes it and answers with the same assembly in every runspace, and PowerShell finds types in such a context by name.
$ErrorActionPreference = 'Stop'
# musl and the builds of .NET for one distribution are Linux like all others.
$platform = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -replace '^(?!win-|osx-|freebsd).*-', 'linux-'
$separator = [System.IO.Path]::DirectorySeparatorChar
$bin = "$PSScriptRoot${separator}bin$separator"
$place = "$bin$platform$separator"
if (-not [System.IO.File]::Exists("${place}QSslModule.dll")) { $place = $bin }
$core = [System.Reflection.Assembly]::LoadFile("${place}QSslCore.dll")
$assembly = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($core).LoadFromAssemblyPath("${place}QSslModule.dll")
$cmdlets = Import-Module -Assembly $assembly -PassThru
# Without the removal, PowerShell would take the cmdlets for imported when the module comes again.
$session = $assembly.GetType('QSslModule.ModuleSession')::Begin($ExecutionContext, { Remove-Module -ModuleInfo $cmdlets })
& $session.Update -TypeData $session.Members -Force
