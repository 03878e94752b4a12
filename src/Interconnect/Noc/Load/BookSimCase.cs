using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>Reads a load case from a BookSim 2 configuration file.</summary>
/// <remarks>
/// Read: topology (mesh, torus) with k and n, virtual channels, delays, speculation, input speedup, traffic, packet size and sampling.
/// Settings whose other values would change the results in ways not modelled here must have the one value that is.
/// </remarks>
public static class BookSimCase
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="PresetException">The file is missing or wrong; every fault is named with its line.</exception>
    public static NocLoadCase Read(string path)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        return Parse(path, File.ReadAllText(path));
    }

    /// <summary>Reads text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The configuration.</param>
    /// <exception cref="PresetException">The text is wrong; every fault is named with its line.</exception>
    public static NocLoadCase Parse(string file, string text)
    {
        BookSimConfig config = BookSimConfig.Parse(file, text);
        RequireWhatIsModelled(config);
        NocGrid? grid = GridOf(config);
        RouterSpec router = RouterOf(config);
        string traffic = config.Word("traffic");
        int packet = (int)config.Integer("packet_size", 1, 1 << 16, 1);
        MeasurementSpec measurement = MeasurementOf(config);
        ulong seed = (ulong)config.Integer("seed", 0, long.MaxValue, 0);
        foreach (string fault in router.Faults()) config.Fault("num_vcs", $"does not fit the rest: {fault}");
        if (grid is { HasClosedDimension: true } && router.VirtualChannels < 2 && config.Has("num_vcs")) config.Fault("num_vcs", "is 1; a torus needs at least 2, one class for each side of the closing link");
        TrafficPattern? pattern = PatternOf(config, traffic, grid);
        config.Finish();
        return new NocLoadCase(router, grid!, pattern!, packet, measurement, seed);
    }

    private static void RequireWhatIsModelled(BookSimConfig config)
    {
        config.Choice("routing_function", false, "dor", "dim_order");
        config.Choice("vc_allocator", false, "separable_input_first");
        config.Choice("sw_allocator", false, "separable_input_first");
        config.Choice("sim_type", false, "latency");
        config.Choice("injection_process", false, "bernoulli");
        config.Fixed("vc_alloc_delay", 1, "virtual channels are allocated in one cycle");
        config.Fixed("sw_alloc_delay", 1, "the switch is allocated in one cycle");
        config.Fixed("alloc_iters", 1, "allocators do one iteration");
        config.Fixed("output_speedup", 1, "an output sends one flit per cycle");
        config.Fixed("internal_speedup", 1, "routers run at the clock of the links");
        config.Fixed("use_noc_latency", 0, "every link takes one cycle");
        config.Fixed("injection_rate_uses_flits", 1, "loads are flits per node and cycle");
        config.Fixed("sim_count", 1, "independent runs are chosen by who runs the case");
    }

    private static NocGrid? GridOf(BookSimConfig config)
    {
        bool wraps = config.Choice("topology", true, "mesh", "torus") == "torus";
        int size = (int)config.Integer("k", 2, 256), dimensions = (int)config.Integer("n", 1, 8);
        if (Math.Pow(size, dimensions) <= 1 << 16) return new NocGrid([.. Enumerable.Repeat(new NocDimension(size, wraps), dimensions)], [NocLink.OneCycle], NocLink.OneCycle);
        config.Fault("k", $"to the power of n is more than {1 << 16} nodes");
        return null;
    }

    private static RouterSpec RouterOf(BookSimConfig config) => new()
    {
        VirtualChannels = (int)config.Integer("num_vcs", 1, RouterSpec.MaxChannels),
        BufferDepth = (int)config.Integer("vc_buf_size", 1, 1 << 16),
        RoutingDelay = Cycles.FromCount(config.Integer("routing_delay", 0, 1000, 1)),
        SwitchDelay = Cycles.FromCount(config.Integer("st_prepare_delay", 0, 500, 0) + config.Integer("st_final_delay", 0, 500, 1)),
        CreditDelay = Cycles.FromCount(config.Integer("credit_delay", 0, 1000, 1)),
        WaitForTailCredit = config.Integer("wait_for_tail_credit", 0, 1, 0) == 1,
        InputSpeedup = (int)config.Integer("input_speedup", 1, RouterSpec.MaxChannels, 1),
        Speculative = config.Integer("speculative", 0, 1, 0) == 1,
    };

    private static MeasurementSpec MeasurementOf(BookSimConfig config)
    {
        int warmup = (int)config.Integer("warmup_periods", 1, 1000, 3);
        return new MeasurementSpec(
            Cycles.FromCount(config.Integer("sample_period", 1, 1_000_000_000, 1000)),
            warmup,
            (int)config.Integer("max_samples", warmup + 1, 1_000_000, Math.Max(10, warmup + MeasurementSpec.SettledSamples)),
            Cycles.FromCount((long)Math.Ceiling(config.Positive("latency_thres", 500))));
    }

    private static TrafficPattern? PatternOf(BookSimConfig config, string traffic, NocGrid? grid)
    {
        if (grid is null || traffic.Length == 0) return null;
        try
        {
            return TrafficPattern.Named(traffic, grid);
        }
        catch (PresetException e)
        {
            config.Fault("traffic", $"cannot be used: {e.Message.TrimEnd('.')}");
            return null;
        }
    }
}
