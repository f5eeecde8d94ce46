using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Creates a certificate with its key, for tests and labs: a self-signed one, an authority, or one that an authority
/// signs.</summary>
[Cmdlet(VerbsCommon.New, "SslCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(SslIdentity))]
public sealed class NewSslCertificateCommand : SslCmdlet
{
    /// <summary>The host names of the certificate. A distinguished name, such as CN=Lab, is used as -Subject.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? DnsName { get; set; }

    /// <summary>The IP addresses of the certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IPAddress[]>]
    public IPAddress[]? IPAddress { get; set; }

    /// <summary>The e-mail addresses of the certificate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? EmailAddress { get; set; }

    /// <summary>The subject, such as CN=Lab CA,O=Example. The default is the first host name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>The authority that signs the certificate: the output of this cmdlet, a certificate with -IssuerKey, or a PKCS#12 bundle.
    /// Without an authority, the certificate is self-signed.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Issuer { get; set; }

    /// <summary>The private key of -Issuer, if -Issuer does not contain it: a path, PEM text or a key.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? IssuerKey { get; set; }

    /// <summary>The pass phrase of -IssuerKey, or of the bundle in -Issuer.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    /// <summary>Creates an authority, which may sign other certificates.</summary>
    [Parameter]
    public SwitchParameter CertificateAuthority { get; set; }

    /// <summary>The kind of key.</summary>
    [Parameter]
    [ConvertsTo<SslKeyKind>]
    public SslKeyKind KeyKind { get; set; } = SslKeyKind.EcP256;

    /// <summary>The usage. The default is servers and clients. For an authority, the value limits the usages that it may issue
    /// for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslCertificateUsage[]>]
    public SslCertificateUsage[] Usage { get; set; } = [SslCertificateUsage.Server, SslCertificateUsage.Client];

    /// <summary>The start of the validity period. The default is five minutes ago.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>The end of the validity period. The value takes precedence over -Days.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset NotAfter { get; set; }

    /// <summary>The number of days of the validity period, from -NotBefore.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    [ConvertsTo<int>]
    public int Days { get; set; } = 90;

    /// <summary>The fault of the certificate, to test programs that must detect it. The fault takes precedence over the given dates, names
    /// and usages.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslCertificateFault[]>]
    public SslCertificateFault[] Fault { get; set; } = [];

    /// <summary>A file to write the chain to, as PEM. The key is written beside it with the extension .key, readable only by its
    /// owner.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Fault.Contains(SslCertificateFault.Expired) && Fault.Contains(SslCertificateFault.NotYetValid))
            ThrowTerminatingError(MaterialErrors.ExpiredAndNotYetValid(Fault));
        TakeSubject();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CertificateTemplate template = Fault.Aggregate(MakeTemplate(), CertificateFaults.Apply);
        try
        {
            SslIdentity? issuer = Issuer is null ? null : new MaterialReader(this, Passphrase).Identity(Issuer, IssuerKey);
            if (!ShouldProcess(InputEcho.Of(template.Subject), issuer is null
                ? "Make a self-signed certificate"
                : $"Make a certificate signed by {issuer.Subject}"))
                return;
            SslIdentity identity = CertificateIssuer.Issue(template, issuer);
            WriteObject(Path is null ? identity : CertificateIssuer.Write(identity, PathResolver.Output(this, Path)));
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ForUnwritten(Path, Path is null ? "" : PathResolver.Output(this, Path), "The certificate", e));
        }
        catch (Exception e) when (e is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            WriteError(MaterialErrors.CertificateNotMade(template.Subject, e));
        }
    }

    /// <summary>A host name does not contain an equals sign, so a value with one is a subject.</summary>
    private void TakeSubject()
    {
        string[] subjects = [.. (DnsName ?? []).Where(name => name.Contains('=', StringComparison.Ordinal))];
        if (subjects.Length == 0)
            return;
        if (Subject is not null || subjects.Length > 1)
            ThrowTerminatingError(MaterialErrors.SeveralSubjects(Subject is null ? subjects : [Subject, .. subjects]));
        Subject = subjects[0];
        string[] hosts = [.. DnsName!.Except(subjects)];
        DnsName = hosts.Length > 0 ? hosts : null;
    }

    private CertificateTemplate MakeTemplate()
    {
        bool isNameless = Subject is null && !CertificateAuthority && IPAddress is null && EmailAddress is null;
        return new()
        {
            Subject = Subject ?? (DnsName is not null ? $"CN={DnsName[0]}" : CertificateAuthority ? "CN=Lab CA" : EmailAddress is not null
                ? $"CN={EmailAddress[0]}" : "CN=localhost"),
            DnsNames = DnsName ?? (isNameless ? ["localhost"] : []),
            Addresses = IPAddress ?? [],
            EmailAddresses = EmailAddress ?? [],
            IsAuthority = CertificateAuthority,
            KeyUsage = CertificateAuthority
                ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                : X509KeyUsageFlags.DigitalSignature,
            Purposes = CertificateAuthority && !IsGiven(nameof(Usage))
                ? []
                : [.. Usage.Distinct().Select(usage => usage == SslCertificateUsage.Server
                    ? ExtensionNames.ServerAuthentication
                    : ExtensionNames.ClientAuthentication)],
            KeyKind = KeyKind,
            NotBefore = NotBefore,
            NotAfter = IsGiven(nameof(NotAfter)) ? NotAfter : NotBefore.AddDays(Days),
        };
    }
}
