namespace QSslCore;

/// <summary>A group that TLS agrees on keys in.</summary>
/// <param name="Number">The number in IANA's registry of supported groups.</param>
/// <param name="Name">The name in that registry.</param>
/// <param name="Bits">The size: of a curve the size of its order, of a finite field of its prime, of a hybrid of its curve.</param>
/// <param name="IsFiniteField">Whether the group is a finite field.</param>
/// <param name="LibraryName">OpenSSL's name, where it is a different name; otherwise empty.</param>
/// <param name="NistName">NIST's name; empty for a group without one.</param>
internal sealed record KeyExchangeGroup(
    int Number, string Name, int Bits, bool IsFiniteField = false, string LibraryName = "", string NistName = "")
{
    private const int LastNamedCurve = 28;

    /// <summary>Whether it is one of the curves of RFC 8422 and RFC 7027, which certificates and earlier versions of TLS use,
    /// too.</summary>
    public bool IsNamedCurve => Number <= LastNamedCurve;

    /// <summary>OpenSSL's name.</summary>
    public string ShortName => LibraryName.Length > 0 ? LibraryName : Name;
}
