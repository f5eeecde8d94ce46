using System.Text.Json;

namespace QSslCore.Tests.Support;

/// <summary>
/// Conformance data beside the repository, in <c>../shared/data</c> or in the folder that QSSL_TESTDATA names. The data is not part of
/// the repository, so tests that need it are skipped by name without it.
/// </summary>
internal static class TestData
{
    public const string Absent = "(the data is absent)";

    public const string AbsenceReason =
        "x509-limbo's limbo.json was not found, neither in ../shared/data/x509-limbo beside the repository nor in QSSL_TESTDATA";

    private static readonly Lazy<JsonElement[]> s_limbo = new(LoadLimbo);

    /// <summary>Returns the cases of x509-limbo; empty if the data is missing.</summary>
    public static IReadOnlyList<JsonElement> LimboCases() => s_limbo.Value;

    private static JsonElement[] LoadLimbo()
    {
        string root = Environment.GetEnvironmentVariable("QSSL_TESTDATA") ?? Repository.PathOf("..", "shared", "data");
        string path = Path.Combine(root, "x509-limbo", "limbo.json");
        if (!File.Exists(path))
            return [];

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("testcases").EnumerateArray().Select(test => test.Clone())];
    }
}
