using QSslCore.Tls;

namespace QSslCore;

/// <summary>An elliptic curve, or a key agreement with one in it, that the TLS library knows by name.</summary>
/// <remarks>
/// Immutable. Beside the curves that have a number of their own, the groups that TLS knows by name alone are here: X25519, X448
/// and, where the library has them, the hybrids with ML-KEM such as <c>X25519MLKEM768</c>.
/// </remarks>
public sealed class QSslEllipticCurve : IEquatable<QSslEllipticCurve>
{
    /// <summary>Makes an invalid curve.</summary>
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

    /// <summary>All that the active backend knows; none without one.</summary>
    internal static IReadOnlyList<QSslEllipticCurve> Supported => TlsBackendRegistry.Active.EllipticCurves;

    /// <summary>The short name, such as <c>prime256v1</c>; empty for an invalid curve.</summary>
    [QtMember("QSslEllipticCurve::shortName")]
    public string ShortName { get; }

    /// <summary>The long name, of most curves equal to the short one; empty for an invalid curve.</summary>
    [QtMember("QSslEllipticCurve::longName")]
    public string LongName { get; }

    /// <summary>NIST's name, such as <c>P-256</c>; empty for a curve that has none. Not one of Qt's members.</summary>
    public string NistName { get; }

    /// <summary>False for a curve that stands for none.</summary>
    [QtMember("QSslEllipticCurve::isValid")]
    public bool IsValid => ShortName.Length > 0;

    /// <summary>Whether TLS has a number for it, so that it can be used in a handshake.</summary>
    [QtMember("QSslEllipticCurve::isTlsNamedCurve")]
    public bool IsTlsNamedCurve { get; }

    /// <summary>Looks a curve up; an invalid one when the active backend does not know it.</summary>
    /// <param name="name">A short name, NIST's (<c>P-256</c>) or that of TLS (<c>secp256r1</c>, <c>X25519</c>), in its exact case.</param>
    [QtMember("QSslEllipticCurve::fromShortName")]
    public static QSslEllipticCurve FromShortName(string name)
    {
        // The one pair of curves that TLS names otherwise than the library does (RFC 8422, appendix A).
        string known = name switch { "secp256r1" => "prime256v1", "secp192r1" => "prime192v1", _ => name };
        return string.IsNullOrEmpty(known) ? Invalid : Supported.FirstOrDefault(c => c.ShortName == known || c.NistName == known)
            ?? Invalid;
    }

    /// <summary>Looks a curve up; an invalid one when the active backend does not know it.</summary>
    /// <param name="name">A long name in its exact case.</param>
    [QtMember("QSslEllipticCurve::fromLongName")]
    public static QSslEllipticCurve FromLongName(string name) =>
        string.IsNullOrEmpty(name) ? Invalid : Supported.FirstOrDefault(curve => curve.LongName == name) ?? Invalid;

    /// <summary>Whether both stand for the same curve; two invalid ones are equal.</summary>
    [QtMember("QSslEllipticCurve::operator==")]
    public bool Equals(QSslEllipticCurve? other) => other is not null && ShortName == other.ShortName;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslEllipticCurve);

    /// <inheritdoc/>
    [QtMember("QSslEllipticCurve::qHash")]
    public override int GetHashCode() => ShortName.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both stand for the same curve.</summary>
    [QtMember("QSslEllipticCurve::operator==")]
    public static bool operator ==(QSslEllipticCurve? left, QSslEllipticCurve? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they stand for different curves.</summary>
    [QtMember("QSslEllipticCurve::operator!=")]
    public static bool operator !=(QSslEllipticCurve? left, QSslEllipticCurve? right) => !(left == right);

    /// <summary>The <see cref="ShortName"/>.</summary>
    public override string ToString() => ShortName;
}
