using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

// The local certificate and key, and the authorities that verify the peer's certificate.
public sealed partial class QSslConfiguration
{
    /// <summary>The local certificate and the certificates of its issuers, starting with the certificate itself.</summary>
    [QtMember("QSslConfiguration::localCertificateChain")]
    [QtMember("QSslConfiguration::setLocalCertificateChain")]
    public QSslCertificate[] LocalCertificateChain
    {
        get => [.. _localCertificateChain];
        set => _localCertificateChain = ElementsOf(value);
    }

    /// <summary>The local certificate. The setter makes it the whole chain.</summary>
    [QtMember("QSslConfiguration::localCertificate")]
    [QtMember("QSslConfiguration::setLocalCertificate")]
    public QSslCertificate LocalCertificate
    {
        get => _localCertificateChain.Length > 0 ? _localCertificateChain[0] : QSslCertificate.Null;
        set => _localCertificateChain = value is null ? [] : [value];
    }

    /// <summary>The private key of <see cref="LocalCertificate"/>. The default is a null key.</summary>
    [QtMember("QSslConfiguration::privateKey")]
    [QtMember("QSslConfiguration::setPrivateKey")]
    public QSslKey PrivateKey { get; set => field = value ?? QSslKey.Null; } = QSslKey.Null;

    /// <summary>Sets <see cref="LocalCertificateChain"/> and <see cref="PrivateKey"/> from a .NET certificate with its private key. Not one
    /// of Qt's members.</summary>
    /// <remarks>
    /// The chain also gets the intermediate certificates in <paramref name="intermediates"/> and in the stores of the system. Nothing is
    /// downloaded. A key that cannot be exported signs where it is: see <see cref="QSslKey.IsExportable"/>.
    /// </remarks>
    /// <param name="certificate">The certificate. The caller can dispose it.</param>
    /// <param name="intermediates">Certificates that may lead to the root. The default is none.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key cannot be used.</exception>
    public void SetLocalIdentity(X509Certificate2 certificate, IEnumerable<X509Certificate2>? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        QSslKey key = QSslKey.FromX509Certificate2(certificate);
        if (key.IsNull)
        {
            string name = QSslCertificate.FromX509Certificate2(certificate).VisibleName;
            throw new ArgumentException($"The certificate '{name}' has no private key.", nameof(certificate));
        }
        LocalCertificateChain = DotNetIdentity.ChainOf(certificate, intermediates ?? []);
        PrivateKey = key;
    }

    /// <summary>The authorities to trust.</summary>
    /// <remarks>
    /// By default, the list is empty and the system's authorities are trusted. After an authority is set or added, only the authorities in
    /// the list are trusted. An empty list then trusts nothing.
    /// </remarks>
    [QtMember("QSslConfiguration::caCertificates")]
    [QtMember("QSslConfiguration::setCaCertificates")]
    public QSslCertificate[] CaCertificates
    {
        get => [.. _caCertificates];
        set
        {
            _caCertificates = ElementsOf(value);
            LoadsRootsOnDemand = false;
        }
    }

    /// <summary>The authorities to trust, without a copy. A change of the list creates a new array.</summary>
    internal QSslCertificate[] Authorities => _caCertificates;
    /// <summary>Whether a client, or <see cref="QSslCertificate.Verify"/>, asks the operating system when the path ends at an unknown
    /// issuer. The default is true. Not one of Qt's members.</summary>
    /// <remarks>
    /// Windows fetches many of the roots that it trusts from the network when they are first needed. Only a root that the system verifies
    /// the server's chain to is used, and only for this connection. The path to it is verified by the usual rules. The property applies if
    /// the system's authorities are trusted (<see cref="CaCertificates"/> was not set). It has no effect on other systems.
    /// </remarks>
    public bool FetchesMissingRoots { get; set; } = true;

    /// <summary>Whether the system's authorities are trusted and are loaded when they are needed.</summary>
    internal bool LoadsRootsOnDemand { get; private set; } = true;

    /// <summary>Trusts one more authority. The system's authorities are no longer trusted unless they are in the list.</summary>
    [QtMember("QSslConfiguration::addCaCertificate")]
    public void AddCaCertificate(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        AddCaCertificates([certificate]);
    }

    /// <summary>Trusts more authorities. The system's authorities are no longer trusted unless they are in the list.</summary>
    [QtMember("QSslConfiguration::addCaCertificates")]
    public void AddCaCertificates(QSslCertificate[] certificates) =>
        AddCaCertificates((IEnumerable<QSslCertificate>)certificates);

    /// <inheritdoc cref="AddCaCertificates(QSslCertificate[])"/>
    [QtMember("QSslConfiguration::addCaCertificates")]
    public void AddCaCertificates(IEnumerable<QSslCertificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        CaCertificates = [.. _caCertificates, .. certificates];
    }

    /// <summary>Trusts the authorities in one or more files, in addition to the authorities that are already trusted, including the
    /// system's.</summary>
    /// <param name="path">A path, which <paramref name="syntax"/> interprets.</param>
    /// <param name="format">The encoding of the files.</param>
    /// <param name="syntax">The syntax of the path.</param>
    /// <returns>False if no certificate was found. In this case, nothing has changed.</returns>
    [QtMember("QSslConfiguration::addCaCertificates")]
    public bool AddCaCertificates(
        string path, EncodingFormat format = EncodingFormat.Pem, PatternSyntax syntax = PatternSyntax.FixedString)
    {
        IReadOnlyList<QSslCertificate> found = QSslCertificate.FromPath(path, format, syntax);
        _caCertificates = [.. _caCertificates, .. found];
        return found.Count > 0;
    }

    /// <summary>The authorities that the operating system trusts. Each call reads them again.</summary>
    [QtMember("QSslConfiguration::systemCaCertificates")]
    public static IReadOnlyList<QSslCertificate> SystemCaCertificates() => SystemRoots.Load();
}
