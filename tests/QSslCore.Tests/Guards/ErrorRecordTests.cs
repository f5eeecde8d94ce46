using System.Text.RegularExpressions;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>The words, ids and advice of the module's errors stand together in one folder, as methods that say what happened.</summary>
public sealed partial class ErrorRecordTests
{
    [Fact]
    public void Error_records_are_made_in_their_own_folder_alone()
    {
        string room = Repository.PathOf("src", "QSslModule", "Errors") + Path.DirectorySeparatorChar;
        ILookup<bool, string> makers = Repository.Files("src", "*.cs").Where(file => Making().IsMatch(File.ReadAllText(file)))
            .ToLookup(file => file.StartsWith(room, StringComparison.Ordinal), file => Path.GetRelativePath(Repository.Root, file));
        Assert.NotEmpty(makers[true]);
        Assert.Empty(makers[false].Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bErrorRecords\s*\.\s*Make\b|\bnew\s+ErrorRecord\s*\(|\busing\s+static\s+[\w.]*\bErrorRecords\b")]
    private static partial Regex Making();
}
