using QSslBench.Peers;

namespace QSslBench;

/// <summary>Servers beside the plain C one; the client is always the C program, and the CPU time is the server's.</summary>
internal static class ServerCosts
{
    public static void Measure(Participants participants, Options options, Findings findings)
    {
        Row[] rows = [.. Row.Servers.Where(row => options.Wants(row.Key))];
        if (rows.Length == 0)
            return;
        if (participants.Base != Variant.C)
        {
            findings.LeftOut.Add($"servers: {participants.NoC}");
            return;
        }
        foreach (Row row in rows)
        {
            Console.WriteLine($"servers, {row.Title} …");
            RowResult result = new(row, Variant.Servers);
            for (int launch = 0; launch < options.Launches; launch++)
                Launch(participants, options, row, result);
            findings.Servers.Add(result);
        }
    }

    private static void Launch(Participants participants, Options options, Row row, RowResult result)
    {
        long amount = row.Total / row.Slices;
        List<(Variant Variant, Served Own, Served Reference)> pairs = [];
        try
        {
            foreach (Variant variant in result.Others)
                pairs.Add((variant, new(participants, variant), new(participants, Variant.C)));
            foreach ((_, Served own, Served reference) in pairs)
            {
                WarmUp(own, options.WarmUp);
                WarmUp(reference, options.NativeWarmUp);
            }
            for (int round = 0; round < options.Rounds(row) / options.Launches; round++)
            {
                bool baseFirst = round % 2 == 0;
                for (int turn = 0; turn < pairs.Count; turn++)
                {
                    (Variant variant, Served own, Served reference) = pairs[(turn + round) % pairs.Count];
                    Slice first = (baseFirst ? reference : own).Do(row.Command, amount);
                    Slice second = (baseFirst ? own : reference).Do(row.Command, amount);
                    result.Add(variant, baseFirst ? first : second, baseFirst ? second : first, amount);
                }
            }
        }
        finally
        {
            pairs.ForEach(p => p.Own.Dispose());
            pairs.ForEach(p => p.Reference.Dispose());
        }

        void WarmUp(Served one, TimeSpan needed)
        {
            for (long spent = 0; spent < needed.TotalNanoseconds;)
                spent += one.Do(row.Command, amount).Cpu;
        }
    }

    /// <summary>A server with a client of its own.</summary>
    private sealed class Served(Participants participants, Variant variant) : IDisposable
    {
        private readonly WorkerProcess _server = participants.StartServer(variant);
        private WorkerProcess? _client;

        /// <summary>The client's wall time, and the server's CPU time.</summary>
        public Slice Do(string row, long amount)
        {
            _client ??= participants.StartClient(Variant.C, _server);
            long before = _server.Do("cpu", 0).Cpu;
            long wall = _client.Do(row, amount).Wall;
            return new(wall, _server.Do("cpu", 0).Cpu - before);
        }

        public void Dispose()
        {
            _client?.Dispose();
            _server.Dispose();
        }
    }
}
