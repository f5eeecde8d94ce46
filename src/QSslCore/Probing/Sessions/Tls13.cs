using QSslCore.Probing.Weaknesses;
namespace QSslCore.Probing.Sessions;
internal static class Tls13
{
    public static Task<bool> IsSpokenAsync(ProbeContext context, CancellationToken cancellation) => Task.FromResult(false);
}
