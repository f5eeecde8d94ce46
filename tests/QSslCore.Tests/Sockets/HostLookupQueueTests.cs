using System.Net;
using QSslCore.Sockets;

namespace QSslCore.Tests.Sockets;

/// <summary>Name lookups where the system is at its end.</summary>
public sealed class HostLookupQueueTests
{
    [Fact]
    public void Without_a_thread_the_answer_is_at_once_that_there_is_none_and_later_all_is_well()
    {
        bool isExhausted = true;
        HostLookupQueue queue = new(_ => [IPAddress.Loopback], startThread: work =>
        {
            if (isExhausted)
                throw new InsufficientMemoryException();
            new Thread(work) { IsBackground = true }.Start();
        });
        using (IHostLookup refused = queue.Start("host.test", () => { }))
        {
            Assert.True(refused.IsCompleted);
            Assert.Empty(refused.Addresses);
            Assert.Contains("no thread left", refused.Failure, StringComparison.Ordinal);
        }
        isExhausted = false;
        using ManualResetEventSlim answered = new();
        using IHostLookup lookup = queue.Start("host.test", answered.Set);
        Assert.True(answered.Wait(5000));
        Assert.Equal([IPAddress.Loopback], lookup.Addresses);
    }
}
