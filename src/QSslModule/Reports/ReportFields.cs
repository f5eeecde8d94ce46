using System.Reflection;
using System.Runtime.CompilerServices;

namespace QSslModule;

/// <summary>
/// The fields of a report and its parts. Each is declared once, as a property: JSON, CSV and the reading of saved reports go by its name
/// and its type.
/// </summary>
internal static class ReportFields
{
    private static readonly PropertyInfo[] s_certificate = Find(typeof(SslReportCertificate));
    private static readonly PropertyInfo[] s_verdict = Find(typeof(SslPolicyVerdict));
    private static readonly PropertyInfo[] s_timings = Find(typeof(SslReportTimings));

    /// <summary>The fields of a report, in their order.</summary>
    public static IReadOnlyList<PropertyInfo> OfReport { get; } = Find(typeof(SslHostReport));

    /// <summary>Reads all fields but those that must be given when the object is made; what the bag does not have stays as it is.</summary>
    /// <param name="part">A report, a certificate or a verdict of one, or its timings.</param>
    /// <param name="bag">What to read.</param>
    public static void Fill(object part, ReportBag bag)
    {
        foreach (PropertyInfo field in part switch
        {
            SslHostReport => OfReport,
            SslReportCertificate => s_certificate,
            SslPolicyVerdict => s_verdict,
            _ => s_timings,
        })
        {
            if (!field.IsDefined(typeof(RequiredMemberAttribute)) && bag.Read(field.Name, field.PropertyType) is { } value)
                field.SetValue(part, value);
        }
    }

    private static PropertyInfo[] Find(Type type) => [.. type.GetProperties().OrderBy(field => field.MetadataToken)];
}
