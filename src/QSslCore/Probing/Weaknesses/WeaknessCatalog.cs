using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses.Keys;
using QSslCore.Probing.Weaknesses.Plain;

namespace QSslCore.Probing.Weaknesses;

/// <summary>The probes that there are. A new one is a line here, and a row in <see cref="WeaknessTable"/>.</summary>
internal static class WeaknessCatalog
{
    /// <summary>The surveys of weaknesses, made anew: a survey serves one host.</summary>
    public static IReadOnlyList<Survey> Create() => [new WeaknessSurvey(Probes())];

    /// <summary>All probes, the gravest weaknesses first.</summary>
    public static IReadOnlyList<WeaknessProbe> Probes() =>
    [
        new HeartbleedProbe(), new CcsInjectionProbe(), new TicketbleedProbe(), new RobotProbe(), new DrownRule(), new WeakKeyRule(),
        new InsecureRenegotiationProbe(), new ClientRenegotiationProbe(),
        new PoodleTlsProbe(), .. PaddingOracleProbe.All, .. SuiteRule.All, new LogjamRule(), new CommonPrimeRule(), new Lucky13Rule(),
        new StartTlsInjectionProbe(), new StartTlsStrippingProbe(), new OpossumProbe(),
        new InvalidCurveProbe(), .. KeyReuseProbe.All, .. FactRule.All,
        new IntoleranceRule(),
    ];
}
