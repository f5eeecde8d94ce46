using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Makes a certificate with its key, for tests and labs: self-signed, an authority, or signed by one.</summary>
[Cmdlet(VerbsCommon.New, "SslCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(SslIdentity))]
public sealed class NewSslCertificateCommand : SslCmdlet
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Host names that it is valid for. A distinguished name among them, such as CN=Lab, is taken for -Subject.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? DnsName { get; set; }

    /// <summary>Addresses that it is valid for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IPAddress[]>]
    public IPAddress[]? IPAddress { get; set; }

    /// <summary>E-mail addresses that it is valid for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? EmailAddress { get; set; }

    /// <summary>The subject, such as CN=Lab CA,O=Example. The default is the first host name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>The authority that signs it: as this cmdlet made it, or its certificate with -IssuerKey, or a PKCS#12 bundle; self-signed
    /// without one.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Issuer { get; set; }

    /// <summary>The private key of -Issuer, where it does not come along with it: a path, PEM text or a key.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? IssuerKey { get; set; }

    /// <summary>The pass phrase of -IssuerKey, or of the bundle in -Issuer.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    /// <summary>Makes an authority, which may sign others.</summary>
    [Parameter]
    public SwitchParameter CertificateAuthority { get; set; }

    /// <summary>The kind of key.</summary>
    [Parameter]
    [ConvertsTo<SslKeyKind>]
    public SslKeyKind KeyKind { get; set; } = SslKeyKind.EcP256;

    /// <summary>What it is for: both servers and clients unless told. Of an authority it limits what it may issue for, if given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslCertificateUsage[]>]
    public SslCertificateUsage[] Usage { get; set; } = [SslCertificateUsage.Server, SslCertificateUsage.Client];

    /// <summary>From when it is valid; five minutes ago unless told.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>Until when it is valid; outranks -Days.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset NotAfter { get; set; }

    /// <summary>How many days it is valid, from -NotBefore on.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    [ConvertsTo<int>]
    public int Days { get; set; } = 90;

    /// <summary>Makes it bad on purpose, to test who should notice; outranks the dates, names and usages given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<SslCertificateFault[]>]
    public SslCertificateFault[] Fault { get; set; } = [];

    /// <summary>A file to write the chain to, as PEM; the key goes beside it with the extension .key, readable by its owner only.</summary>
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

    /// <summary>No host has an equals sign in its name: what has one in its place is a subject.</summary>
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
                : [.. Usage.Distinct().Select(usage => usage == SslCertificateUsage.Server ? ServerAuthentication : ClientAuthentication)],
            KeyKind = KeyKind,
            NotBefore = NotBefore,
            NotAfter = IsGiven(nameof(NotAfter)) ? NotAfter : NotBefore.AddDays(Days),
        };
    }
}
