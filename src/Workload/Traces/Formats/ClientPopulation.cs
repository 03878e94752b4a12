using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Clients with their windows; their requests are drawn client by client and merged in time.</summary>
/// <remarks>
/// Gaps of a client follow a gamma law with the window's rate and variation, lengths the window's percentiles. Every client has a random
/// stream of its own. In the condensed files a client's rate is a mean over the parts of the window in which it was active, so the sum over
/// clients lies above the service's own total. A window lasts to the next multiple of the shortest distance between two windows.
/// </remarks>
internal sealed class ClientPopulation
{
    private readonly List<ClientWindow> _windows;
    private readonly Duration _length;

    public ClientPopulation(List<ClientWindow> windows)
    {
        _windows = [.. windows.OrderBy(w => w.Start)];
        long[] starts = [.. _windows.Select(w => w.Start.Picoseconds).Distinct()];
        long shortest = starts.Zip(starts.Skip(1), (a, b) => b - a).DefaultIfEmpty(Duration.FromSeconds(21_600).Picoseconds).Min();
        _length = Duration.FromPicoseconds(shortest);
    }

    /// <summary>How many requests the windows stand for.</summary>
    public double ExpectedRequests => _windows.Sum(w => w.Rate * _length.Seconds);

    /// <summary>Draws requests until the builder is full or the windows end.</summary>
    public void Draw(TraceBuilder builder, ulong seed)
    {
        var clients = _windows.GroupBy(w => w.Client).Select(g => Drawn([.. g], new RandomStream(seed, $"workload.client.{g.Key}")).GetEnumerator()).ToList();
        var next = new PriorityQueue<int, (long Time, int Client)>();
        for (int i = 0; i < clients.Count; i++) Enqueue(i);
        while (!builder.IsFull && next.TryDequeue(out int client, out (long Time, int Client) at))
        {
            (ClientWindow window, _, int input, int output) = clients[client].Current;
            builder.Add(window.Line, at.Time, new TraceRequest(0, "", default, input, output) { Tenant = window.Client });
            Enqueue(client);
        }

        void Enqueue(int client)
        {
            if (clients[client].MoveNext()) next.Enqueue(client, (clients[client].Current.Time, client));
        }
    }

    private IEnumerable<(ClientWindow Window, long Time, int Input, int Output)> Drawn(List<ClientWindow> windows, RandomStream random)
    {
        foreach (ClientWindow window in windows.Where(w => w.Rate > 0))
        {
            double variation = window.Variation > 0 ? window.Variation : 1, shape = 1 / (variation * variation);
            double end = _length.Seconds;
            for (double at = random.NextGamma(shape, 1 / (window.Rate * shape)); at < end; at += random.NextGamma(shape, 1 / (window.Rate * shape)))
                yield return (window, (window.Start + Duration.FromSeconds(at)).Picoseconds, window.Input.Draw(random), window.Output.Draw(random));
        }
    }
}
