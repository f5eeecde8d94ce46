namespace QSslCore.Tests.Support;

/// <summary>A generated file in the repository. A test compares it with the committed one, or writes it on request.</summary>
internal static class CommittedText
{
    /// <summary>Set this variable to 1 to write the files instead of comparing them.</summary>
    private const string UpdateVariable = "QSSL_UPDATE";

    public static void Compare(string path, string made)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, made);
            return;
        }
        string[] committed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n') : [];
        string[] now = made.Split('\n');
        if (committed.SequenceEqual(now))
            return;
        IEnumerable<string> changes = committed.Except(now).Select(line => $"- {line}")
            .Concat(now.Except(committed).Select(line => $"+ {line}")).Take(40);
        Assert.Fail($"{path} is not what it should be. If the change is meant, run the tests once with {UpdateVariable}=1 and commit "
            + $"it.\n{string.Join('\n', changes)}");
    }
}
