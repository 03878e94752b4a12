using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Routing;

/// <summary>Draws what the fullest of the devices that share a layer's experts has to do.</summary>
/// <remarks>
/// Several routings of the same tokens are drawn. Of each, the device with the most rows counts, for the others wait for it; its experts
/// are ordered by their rows. The answer has as many experts as these draws activate on average, and the average rows of the first, the
/// second and so on. It depends on the seed and on the arguments alone. Popular experts lie anywhere, as they do in trained models.
/// </remarks>
public sealed class ExpertLoads
{
    /// <summary>Choices that are drawn for one answer, so that few tokens are drawn often and many tokens, which vary little, seldom.</summary>
    private const long ChoicesOfAnswer = 1 << 18;
    private const int MostDraws = 64, LeastDraws = 4;

    private readonly ExpertRouting _routing;
    private readonly ulong _seed;
    private readonly Dictionary<(int Experts, int PerToken, long Tokens, int Devices), ExpertLoad> _known = [];

    /// <param name="routing">How tokens choose.</param>
    /// <param name="seed">The scenario's seed.</param>
    public ExpertLoads(ExpertRouting routing, ulong seed)
    {
        _routing = routing;
        _seed = seed;
    }

    /// <summary>The load of the fullest device.</summary>
    /// <param name="experts">Experts of the layer.</param>
    /// <param name="perToken">Experts that a token chooses; at most all.</param>
    /// <param name="tokens">Tokens of all devices together; at least 1.</param>
    /// <param name="devices">Devices that hold equal numbers of experts; divides the experts.</param>
    public ExpertLoad FullestOf(int experts, int perToken, long tokens, int devices)
    {
        if (!_known.TryGetValue((experts, perToken, tokens, devices), out ExpertLoad? load))
            _known[(experts, perToken, tokens, devices)] = load = _routing.IsBalanced ? Balanced(experts, perToken, tokens, devices) : Drawn(experts, perToken, tokens, devices);
        return load;
    }

    private static ExpertLoad Balanced(int experts, int perToken, long tokens, int devices)
    {
        long rows = tokens * perToken, own = (rows + devices - 1) / devices;
        int local = experts / devices, activated = (int)Math.Min(local, own);
        return new ExpertLoad([.. Enumerable.Range(0, activated).Select(i => (int)(own / activated + (i < own % activated ? 1 : 0)))]);
    }

    private ExpertLoad Drawn(int experts, int perToken, long tokens, int devices)
    {
        var random = new RandomStream(_seed, $"expert routing {experts}/{perToken} of {tokens} tokens");
        var router = new ExpertDraw(_routing, experts, perToken);
        int draws = (int)Math.Clamp(ChoicesOfAnswer / (tokens * perToken), LeastDraws, MostDraws), local = experts / devices;
        double[] sums = new double[local], ofDevices = new double[devices];
        long activated = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            int[] rows = router.Route(tokens, random);
            AddSorted(ofDevices, rows, local, draws);
            Span<int> fullest = FullestDevice(rows, local);
            fullest.Sort();
            fullest.Reverse();
            for (int i = 0; i < local && fullest[i] > 0; i++, activated++) sums[i] += fullest[i];
        }
        int count = (int)Math.Max(1, Math.Round((double)activated / draws));
        double total = sums.Sum() / draws, kept = sums.Take(count).Sum() / draws;
        Shuffle(ofDevices, random);
        return new ExpertLoad([.. sums.Take(count).Select(sum => (int)Math.Max(1, Math.Round(sum / draws * total / kept)))]) { DeviceRows = ofDevices };
    }

    /// <summary>Adds the rows of one draw's devices, most first, to the means.</summary>
    private static void AddSorted(double[] means, int[] rows, int local, int draws)
    {
        var own = new long[means.Length];
        for (int expert = 0; expert < rows.Length; expert++) own[expert / local] += rows[expert];
        Array.Sort(own);
        for (int device = 0; device < own.Length; device++) means[device] += (double)own[^(device + 1)] / draws;
    }

    /// <summary>Full devices lie anywhere among the others.</summary>
    private static void Shuffle(double[] rows, RandomStream random)
    {
        for (int i = rows.Length - 1; i > 0; i--)
        {
            int other = (int)random.NextInteger(i + 1);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }
    }

    private static Span<int> FullestDevice(int[] rows, int local)
    {
        int fullest = 0, most = -1;
        for (int device = 0; device < rows.Length / local; device++)
        {
            int sum = 0;
            foreach (int expert in rows.AsSpan(device * local, local)) sum += expert;
            if (sum <= most) continue;
            (fullest, most) = (device, sum);
        }
        return rows.AsSpan(fullest * local, local);
    }
}
