using System.Numerics;
using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Routing;

/// <summary>The load of the fullest device of a layer as a function of the tokens: drawn at fixed numbers of them, in between on the way from one to the next.</summary>
/// <remarks>Up to <see cref="EveryUpTo"/> tokens every number is drawn, above it two in each octave, whichever are asked for.</remarks>
internal sealed class ExpertLoadCurve
{
    /// <summary>Choices that are drawn for one answer, so that few tokens are drawn often and many tokens, which vary little, seldom.</summary>
    private const long ChoicesOfAnswer = 1 << 18;
    private const int MostDraws = 64, LeastDraws = 4;
    private const long EveryUpTo = 16;

    private readonly ExpertRouting _routing;
    private readonly ulong _seed;
    private readonly int _experts;
    private readonly int _perToken;
    private readonly int[] _order;
    private readonly Dictionary<long, MeanLoad> _drawn = [];

    /// <param name="routing">How tokens choose.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="experts">Experts of the layer.</param>
    /// <param name="perToken">Experts that a token chooses.</param>
    /// <param name="devices">Devices that hold equal numbers of experts.</param>
    public ExpertLoadCurve(ExpertRouting routing, ulong seed, int experts, int perToken, int devices)
    {
        _routing = routing;
        _seed = seed;
        _experts = experts;
        _perToken = perToken;
        _order = [.. Enumerable.Range(0, devices)];
        // Full devices lie anywhere among the others.
        new RandomStream(seed, $"fullest of {devices} devices").Shuffle(_order.AsSpan());
    }

    /// <summary>Numbers of tokens that have been drawn.</summary>
    public int Drawn => _drawn.Count;

    private int Local => _experts / _order.Length;

    /// <summary>The load at a number of tokens.</summary>
    public ExpertLoad At(long tokens)
    {
        long step = tokens <= EveryUpTo ? 1 : 1L << (BitOperations.Log2((ulong)tokens) - 1), below = tokens / step * step;
        MeanLoad load = DrawnAt(below);
        return (below == tokens ? load : load.Towards(DrawnAt(below + step), tokens)).Whole(_order);
    }

    private MeanLoad DrawnAt(long tokens)
    {
        if (!_drawn.TryGetValue(tokens, out MeanLoad? load)) _drawn[tokens] = load = Draw(tokens);
        return load;
    }

    private MeanLoad Draw(long tokens)
    {
        var random = new RandomStream(_seed, $"expert routing {_experts}/{_perToken} of {tokens} tokens");
        var router = new ExpertDraw(_routing, _experts, _perToken);
        int draws = (int)Math.Clamp(ChoicesOfAnswer / (tokens * _perToken), LeastDraws, MostDraws);
        double[] sums = new double[Local], ofDevices = new double[_order.Length];
        long activated = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            int[] rows = router.Route(tokens, random);
            AddSorted(ofDevices, rows);
            Span<int> fullest = FullestDevice(rows);
            fullest.Sort();
            fullest.Reverse();
            for (int i = 0; i < fullest.Length && fullest[i] > 0; i++, activated++) sums[i] += fullest[i];
        }
        for (int i = 0; i < sums.Length; i++) sums[i] /= draws;
        for (int i = 0; i < ofDevices.Length; i++) ofDevices[i] /= draws;
        return new MeanLoad(tokens, (double)activated / draws, sums, ofDevices);
    }

    /// <summary>Adds the rows of one draw's devices, most first.</summary>
    private void AddSorted(double[] sums, int[] rows)
    {
        var own = new long[sums.Length];
        for (int expert = 0; expert < rows.Length; expert++) own[expert / Local] += rows[expert];
        Array.Sort(own);
        for (int device = 0; device < own.Length; device++) sums[device] += own[^(device + 1)];
    }

    private Span<int> FullestDevice(int[] rows)
    {
        int local = Local, fullest = 0, most = -1;
        for (int device = 0; device < _order.Length; device++)
        {
            int sum = 0;
            foreach (int expert in rows.AsSpan(device * local, local)) sum += expert;
            if (sum <= most) continue;
            (fullest, most) = (device, sum);
        }
        return rows.AsSpan(fullest * local, local);
    }
}
