namespace QSslCore;

// This side's certificate and key, and the authorities that the peer's certificate is measured by.
public sealed partial class QSslConfiguration
{
    /// <summary>This side's certificate and those of its issuers, the certificate itself first.</summary>
    [QtMember("QSslConfiguration::localCertificateChain")]
    [QtMember("QSslConfiguration::setLocalCertificateChain")]
    public QSslCertificate[] LocalCertificateChain
    {
        get => [.. _localCertificateChain];
        set => _localCertificateChain = ElementsOf(value);
    }

    /// <summary>This side's certificate; setting it makes it the whole chain.</summary>
    [QtMember("QSslConfiguration::localCertificate")]
    [QtMember("QSslConfiguration::setLocalCertificate")]
    public QSslCertificate LocalCertificate
    {
        get => _localCertificateChain.Length > 0 ? _localCertificateChain[0] : QSslCertificate.Null;
        set => _localCertificateChain = value is null ? [] : [value];
    }

    /// <summary>The private key of <see cref="LocalCertificate"/>; a null key unless set.</summary>
    [QtMember("QSslConfiguration::privateKey")]
    [QtMember("QSslConfiguration::setPrivateKey")]
    public QSslKey PrivateKey { get; set => field = value ?? QSslKey.Null; } = QSslKey.Null;

    /// <summary>The authorities to trust.</summary>
    /// <remarks>
    /// While nothing was ever set or added, the list is empty and the system's authorities are trusted. From then on the
    /// list is all that is trusted, so an empty one trusts nothing.
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

    /// <summary>Whether the system's authorities are trusted, to be looked up when they are needed.</summary>
    internal bool LoadsRootsOnDemand { get; private set; } = true;

    /// <summary>Trusts one more authority, and the system's no longer unless they are in the list.</summary>
    [QtMember("QSslConfiguration::addCaCertificate")]
    public void AddCaCertificate(QSslCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        AddCaCertificates([certificate]);
    }

    /// <summary>Trusts more authorities, and the system's no longer unless they are in the list.</summary>
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

    /// <summary>Trusts the authorities in a file or in files beside whatever is trusted already, the system's included.</summary>
    /// <param name="path">A path, read as <paramref name="syntax"/> says.</param>
    /// <param name="format">How the files are encoded.</param>
    /// <param name="syntax">How the path is read.</param>
    /// <returns>False when no certificate was found, and nothing has changed.</returns>
    [QtMember("QSslConfiguration::addCaCertificates")]
    public bool AddCaCertificates(
        string path, EncodingFormat format = EncodingFormat.Pem, PatternSyntax syntax = PatternSyntax.FixedString)
    {
        IReadOnlyList<QSslCertificate> found = QSslCertificate.FromPath(path, format, syntax);
        _caCertificates = [.. _caCertificates, .. found];
        return found.Count > 0;
    }

    /// <summary>The authorities that the operating system trusts. Reads them anew at each call.</summary>
    [QtMember("QSslConfiguration::systemCaCertificates")]
    public static IReadOnlyList<QSslCertificate> SystemCaCertificates() => SystemRoots.Load();
}
