namespace QSslCore.Probing.Weaknesses;

/// <summary>A weakness that is known of TLS servers.</summary>
/// <param name="Id">A short name that stays, such as <c>Heartbleed</c>.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="References">CVE numbers and RFCs.</param>
internal sealed record Weakness(string Id, string Title, params IReadOnlyList<string> References);
