using QSslCore;

namespace QSslModule;

/// <summary>What a report is judged by.</summary>
/// <param name="Expiry">How near its end a certificate may be.</param>
/// <param name="Pins">The public keys that are accepted, the peer's own or in its verified path, as <c>sha256/ </c> and base64; empty for
/// any.</param>
/// <param name="IsAccepted">Errors of the identity that do not count.</param>
internal sealed record ReportLimits(ExpiryLimits Expiry, IReadOnlyCollection<string> Pins, Func<QSslError, bool> IsAccepted)
{
    /// <summary>Errors that the user named as expected, and did not merely skip.</summary>
    public required Func<QSslError, bool> IsExpected { get; init; }

    /// <summary>Stores of authorities that are asked one by one; null for none.</summary>
    public TrustStores? Stores { get; init; }

    /// <summary>Whether the client has a certificate to show, for the words about hosts that request one.</summary>
    public required bool ShowsCertificate { get; init; }
}
