namespace QSslCore;

/// <summary>A group for the key exchange of TLS.</summary>
/// <param name="Number">The number in IANA's registry of supported groups.</param>
/// <param name="Name">The name in that registry.</param>
/// <param name="Bits">The size in bits: of the order of a curve, of the prime of a finite field, of the curve in a hybrid.</param>
/// <param name="IsFiniteField">Whether the group is a finite field.</param>
/// <param name="LibraryName">The OpenSSL name if it is different; otherwise empty.</param>
/// <param name="NistName">The NIST name; empty for a group without one.</param>
internal sealed record KeyExchangeGroup(
    int Number, string Name, int Bits, bool IsFiniteField = false, string LibraryName = "", string NistName = "")
{
    private const int LastNamedCurve = 28;

    /// <summary>Whether the group is one of the curves of RFC 8422 and RFC 7027. Certificates and earlier versions of TLS use them,
    /// too.</summary>
    public bool IsNamedCurve => Number <= LastNamedCurve;

    /// <summary>The OpenSSL name.</summary>
    public string ShortName => LibraryName.Length > 0 ? LibraryName : Name;
}
