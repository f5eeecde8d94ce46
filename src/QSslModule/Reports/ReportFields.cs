using System.Reflection;
using System.Runtime.CompilerServices;

namespace QSslModule;

/// <summary>
/// The fields of a report and its parts. Each field is declared once, as a property. JSON, CSV and the reader of saved reports use the
/// name and the type of the property.
/// </summary>
internal static class ReportFields
{
    private static readonly PropertyInfo[] s_certificate = Find(typeof(SslReportCertificate));
    private static readonly PropertyInfo[] s_verdict = Find(typeof(SslPolicyVerdict));
    private static readonly PropertyInfo[] s_timings = Find(typeof(SslReportTimings));

    /// <summary>The fields of a report in their order.</summary>
    public static IReadOnlyList<PropertyInfo> OfReport { get; } = Find(typeof(SslHostReport));

    /// <summary>Sets every field that is not required at construction. A field that the bag lacks keeps its value.</summary>
    /// <param name="part">A report, its timings, or one of its certificates or verdicts.</param>
    /// <param name="bag">The properties to read.</param>
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
