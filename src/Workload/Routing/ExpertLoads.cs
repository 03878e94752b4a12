namespace DeepStack.Sim.Workload.Routing;

/// <summary>What the fullest of the devices that share a layer's experts has to do.</summary>
/// <remarks>
/// Several routings of the same tokens are drawn. Of each, the device with the most rows counts, for the others wait for it; its experts
/// are ordered by their rows. The answer has as many experts as these draws activate on average, and the average rows of the first, the
/// second and so on. Above 16 tokens two numbers in each octave are drawn; loads between them follow from those (<see cref="MeanLoad.Towards"/>).
/// The answer depends on the seed and on the arguments alone. Popular experts lie anywhere, as they do in trained models.
/// </remarks>
public sealed class ExpertLoads
{
    private readonly ExpertRouting _routing;
    private readonly ulong _seed;
    private readonly Dictionary<(int Experts, int PerToken, long Tokens, int Devices), ExpertLoad> _known = [];
    private readonly Dictionary<(int Experts, int PerToken, int Devices), ExpertLoadCurve> _curves = [];

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
            _known[(experts, perToken, tokens, devices)] = load = _routing.IsBalanced ? Balanced(experts, perToken, tokens, devices) : CurveOf(experts, perToken, devices).At(tokens);
        return load;
    }

    private ExpertLoadCurve CurveOf(int experts, int perToken, int devices)
    {
        if (!_curves.TryGetValue((experts, perToken, devices), out ExpertLoadCurve? curve))
            _curves[(experts, perToken, devices)] = curve = new ExpertLoadCurve(_routing, _seed, experts, perToken, devices);
        return curve;
    }

    private static ExpertLoad Balanced(int experts, int perToken, long tokens, int devices)
    {
        long rows = tokens * perToken, own = (rows + devices - 1) / devices;
        int local = experts / devices, activated = (int)Math.Min(local, own);
        return new ExpertLoad([.. Enumerable.Range(0, activated).Select(i => (int)(own / activated + (i < own % activated ? 1 : 0)))]);
    }
}
