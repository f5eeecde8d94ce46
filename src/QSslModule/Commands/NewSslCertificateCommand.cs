using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Makes a certificate with its key, for tests and labs: self-signed, an authority, or signed by one.</summary>
[Cmdlet(VerbsCommon.New, "SslCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(SslIdentity))]
public sealed class NewSslCertificateCommand : SslCmdlet
{
    /// <summary>Host names that it is valid for.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? DnsName { get; set; }

    /// <summary>Addresses that it is valid for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPAddress[]? IPAddress { get; set; }

    /// <summary>Whom it is for, such as CN=Lab CA,O=Example; the first host name unless told.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>The authority that signs it, as this cmdlet made it; self-signed without one.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public SslIdentity? Issuer { get; set; }

    /// <summary>Makes an authority, which may sign others.</summary>
    [Parameter]
    public SwitchParameter CertificateAuthority { get; set; }

    /// <summary>The kind of key.</summary>
    [Parameter]
    public SslKeyKind KeyKind { get; set; } = SslKeyKind.EcP256;

    /// <summary>From when it is valid; five minutes ago unless told.</summary>
    [Parameter]
    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.UtcNow.AddMinutes(-5);

    /// <summary>Until when it is valid; outranks -Days.</summary>
    [Parameter]
    public DateTimeOffset NotAfter { get; set; }

    /// <summary>How many days it is valid, from -NotBefore on.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = 90;

    /// <summary>A file to write the chain to, as PEM; the key goes beside it with the extension .key, readable by its owner only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string subject = Subject ?? (DnsName is not null ? $"CN={DnsName[0]}" : CertificateAuthority ? "CN=Lab CA" : "CN=localhost");
        CertificateTemplate template = new(
            subject, DnsName ?? (Subject is null && !CertificateAuthority && IPAddress is null ? ["localhost"] : []), IPAddress ?? [],
            CertificateAuthority, KeyKind, NotBefore, IsGiven(nameof(NotAfter)) ? NotAfter : NotBefore.AddDays(Days));
        if (!ShouldProcess(subject, Issuer is null ? "Make a self-signed certificate" : $"Make a certificate signed by {Issuer.Subject}"))
            return;
        try
        {
            (SslIdentity identity, string keyPem) = CertificateIssuer.Issue(template, Issuer);
            WriteObject(Path is null ? identity : CertificateIssuer.Write(identity, keyPem, PathResolver.Output(this, Path)));
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.FileNotWritten, ErrorCategory.WriteError, Path, $"The certificate cannot be written: {e.Message}", "Check the path and its permissions.", e));
        }
        catch (Exception e) when (e is ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.CertificateNotIssued, ErrorCategory.InvalidArgument, subject, $"The certificate cannot be made: {e.Message}",
                "Check the subject, the names, the dates and the issuer.", e));
        }
    }
}
