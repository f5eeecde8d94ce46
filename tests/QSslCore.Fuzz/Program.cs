// Reads hostile input. `./build.sh fuzz` runs it under AFL++; docs/howto/fuzzing.md says more.
//   QSslCore.Fuzz list                        names the targets
//   QSslCore.Fuzz <target> <file or folder>…  reads files, and says what is wrong with them
//   QSslCore.Fuzz <target> keep <corpus> <file or folder>…   adds to a corpus what reaches new code
//   QSslCore.Fuzz <target>                    reads what AFL++ gives; needs an instrumented QSslCore.dll
using QSslCore.Fuzz;
using QSslCore.Fuzz.Targets;
using SharpFuzz;

if (args is ["list"])
{
    foreach (FuzzTarget each in FuzzTargets.All)
        Console.WriteLine($"{each.Name,-18} {each.What}");
    return 0;
}
if (args.Length == 0 || FuzzTargets.Find(args[0]) is not { } target)
{
    Console.Error.WriteLine("fuzz: name a target (`list` names them all), and files to read; without files AFL++ gives the input");
    return 2;
}
if (args.Length == 1)
{
    FuzzLoop loop = new(target);
    Fuzzer.Run(loop.Run);
    return 0;
}
if (args is [_, "keep", string corpus, .. string[] found])
{
    Console.WriteLine($"{target.Name}: {FuzzCorpus.Keep(target, corpus, found.SelectMany(FuzzFiles.Under))} kept");
    return 0;
}
int bad = 0;
foreach (string path in args[1..].SelectMany(FuzzFiles.Under))
{
    if (FuzzFiles.Read(target, path) is not { } fault)
        continue;
    Console.WriteLine($"{path}: {fault}");
    bad++;
}
return bad == 0 ? 0 : 1;
