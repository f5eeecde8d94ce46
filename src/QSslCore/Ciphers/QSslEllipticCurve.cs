using QSslCore.Tls;

namespace QSslCore;

/// <summary>An elliptic curve, or a key agreement that uses one, that the TLS library knows by name.</summary>
/// <remarks>
/// This type is immutable. In addition to curves with a number, it includes the groups that TLS knows only by name: X25519, X448, and, if
/// the library supports them, the hybrids with ML-KEM such as <c>X25519MLKEM768</c>.
/// </remarks>
public sealed class QSslEllipticCurve : IEquatable<QSslEllipticCurve>
{
    /// <summary>Creates a curve that is not valid.</summary>
    [QtMember("QSslEllipticCurve::QSslEllipticCurve")]
    public QSslEllipticCurve()
        : this("", "", "", isTlsNamedCurve: false)
    {
    }

    internal QSslEllipticCurve(string shortName, string longName, string nistName, bool isTlsNamedCurve)
    {
        ShortName = shortName;
        LongName = longName;
        NistName = nistName;
        IsTlsNamedCurve = isTlsNamedCurve;
    }

    internal static QSslEllipticCurve Invalid { get; } = new();

    /// <summary>All curves that the active backend supports; empty without a backend.</summary>
    internal static IReadOnlyList<QSslEllipticCurve> Supported => TlsBackendRegistry.Active.EllipticCurves;

    /// <summary>The short name, such as <c>prime256v1</c>. Empty for a curve that is not valid.</summary>
    [QtMember("QSslEllipticCurve::shortName")]
    public string ShortName { get; }

    /// <summary>The long name, which is the same as the short name for most curves. Empty for a curve that is not valid.</summary>
    [QtMember("QSslEllipticCurve::longName")]
    public string LongName { get; }

    /// <summary>The NIST name, such as <c>P-256</c>. Empty for a curve without one. Not one of Qt's members.</summary>
    public string NistName { get; }

    /// <summary>False for a curve that is not valid.</summary>
    [QtMember("QSslEllipticCurve::isValid")]
    public bool IsValid => ShortName.Length > 0;

    /// <summary>Whether TLS has a number for the curve, so that a handshake can use it.</summary>
    [QtMember("QSslEllipticCurve::isTlsNamedCurve")]
    public bool IsTlsNamedCurve { get; }

    /// <summary>Finds a curve. The result is not valid if the active backend does not know the curve.</summary>
    /// <param name="name">A short name, a NIST name (<c>P-256</c>), or a TLS name (<c>secp256r1</c>, <c>X25519</c>). The comparison is
    /// case-sensitive.</param>
    [QtMember("QSslEllipticCurve::fromShortName")]
    public static QSslEllipticCurve FromShortName(string name)
    {
        if (string.IsNullOrEmpty(name))
            return Invalid;
        string known = KeyExchangeGroups.ShortNameOf(name);
        return Supported.FirstOrDefault(c => c.ShortName == known || c.NistName == known) ?? Invalid;
    }

    /// <summary>Finds a curve. The result is not valid if the active backend does not know the curve.</summary>
    /// <param name="name">A long name. The comparison is case-sensitive.</param>
    [QtMember("QSslEllipticCurve::fromLongName")]
    public static QSslEllipticCurve FromLongName(string name) =>
        string.IsNullOrEmpty(name) ? Invalid : Supported.FirstOrDefault(curve => curve.LongName == name) ?? Invalid;

    /// <summary>Whether both are the same curve. Two curves that are not valid are equal.</summary>
    [QtMember("QSslEllipticCurve::operator==")]
    public bool Equals(QSslEllipticCurve? other) => other is not null && ShortName == other.ShortName;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslEllipticCurve);

    /// <inheritdoc/>
    [QtMember("QSslEllipticCurve::qHash")]
    public override int GetHashCode() => ShortName.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both are the same curve.</summary>
    [QtMember("QSslEllipticCurve::operator==")]
    public static bool operator ==(QSslEllipticCurve? left, QSslEllipticCurve? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different curves.</summary>
    [QtMember("QSslEllipticCurve::operator!=")]
    public static bool operator !=(QSslEllipticCurve? left, QSslEllipticCurve? right) => !(left == right);

    /// <summary>Returns the <see cref="ShortName"/>.</summary>
    public override string ToString() => ShortName;
}
