using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Surveys;

/// <summary>A short text that is the same for servers that are set up alike. docs/architecture.md says how it is computed.</summary>
internal sealed class FingerprintSurvey : Survey
{
    private const int HashDigits = 12;

    public override SslProfileSections Sections => SslProfileSections.All;

    public override SurveyStage Stage => SurveyStage.Conclusions;

    public override string Subject => "The fingerprint";

    public override Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (TlsVersion.All.Any(context.Accepts))
            context.Update(profile => profile with { Fingerprint = Of(profile) });
        return Task.CompletedTask;
    }

    private static string Of(SslHostProfile profile)
    {
        string versions = string.Concat(profile.Protocols.Select(p => p.Status switch
        {
            SslProfileStatus.Accepted => p.Order == SslProfileStatus.Server ? 's' : 'c',
            SslProfileStatus.Refused => '-',
            _ => '?',
        }));
        string suites = string.Join(';', profile.Protocols.Where(p => p.Status == SslProfileStatus.Accepted).Select(p =>
            $"{p.Version}:{string.Join(',', p.Ciphers.Select(c => c.Code.ToString("X4", CultureInfo.InvariantCulture)))}"));
        string rest = string.Join(',', profile.Groups.Select(g => g.Code.ToString("X4", CultureInfo.InvariantCulture)))
            + ";" + string.Join(',', profile.Extensions.Select(e => e.Code.ToString("X4", CultureInfo.InvariantCulture)));
        return $"{versions}_{Hash(suites)}_{Hash(rest)}";
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..HashDigits];
}
