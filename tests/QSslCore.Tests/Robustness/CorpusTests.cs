using System.Diagnostics;
using QSslCore.Fuzz.Targets;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Robustness;

/// <summary>Reads what the fuzzing has kept: inputs that reach different code, and those that once showed a fault.</summary>
public sealed class CorpusTests
{
    private static readonly string s_corpus = Repository.PathOf("tests", "QSslCore.Fuzz", "Corpus");

    /// <summary>Loose, for a machine with much else to do.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_is_read_without_a_fault(string name)
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
        FuzzTarget target = FuzzTargets.Find(name)!;
        string[] files = [.. FuzzFiles.Under(Path.Combine(s_corpus, name))];

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Null(FuzzFiles.Read(target, file, s_patience)));
    }

    [Fact]
    public void Each_folder_of_the_corpus_belongs_to_a_target() =>
        Assert.Equal(Targets.Select(row => row.Data).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(s_corpus).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_corpus_stays_small()
    {
        FileInfo[] files = [.. new DirectoryInfo(s_corpus).EnumerateFiles("*", SearchOption.AllDirectories)];

        Assert.True(files.Sum(file => file.Length) < 600_000, "the corpus is too large: keep what reaches new code only");
        Assert.All(files, file => Assert.InRange(file.Length, 0, FuzzTarget.MaxLength));
    }

    [Theory]
    [InlineData("proxy", "\u0001", null)]
    [InlineData("ssl2-answer", "\u0000\u0080\u0005", null)]
    public void A_file_is_read_by_name(string name, string input, string? fault)
    {
        using TestFiles files = new();
        string path = files.Write("input", System.Text.Encoding.Latin1.GetBytes(input));

        Assert.Equal(fault, FuzzFiles.Read(FuzzTargets.Find(name)!, path, s_patience));
    }

    [Fact]
    public void A_reader_that_is_wrong_is_told()
    {
        FuzzTarget throwing = new("throwing", "", _ => throw new FormatException("no"));
        FuzzTarget slow = new("slow", "", _ => SpinFor(TimeSpan.FromMilliseconds(2)));
        FuzzTarget greedy = new("greedy", "", _ => GC.KeepAlive(new byte[200 << 20]));

        Assert.Throws<FormatException>(() => throwing.Run([1]));
        Assert.Contains(" s", Assert.Throws<FuzzFaultException>(() => slow.Run([1], TimeSpan.FromMilliseconds(1))).Message);
        Assert.Contains("MB", Assert.Throws<FuzzFaultException>(() => greedy.Run([1], s_patience)).Message);
    }

    // A limit of SpinWait is as coarse as the system's clock.
    private static void SpinFor(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
        }
    }
}
