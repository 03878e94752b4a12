using System.Numerics;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Points;

/// <summary>Draws points: a machine and a model of a fixed panel, so that presets to come change no point; a plan that fits, batch and context log-uniform.</summary>
/// <remarks>
/// Three in four points decode: 1 to 256 sequences (powers of two and all between, log-uniform) over contexts of 16 to 8,192 tokens. The others are a
/// prompt of 16 to 2,048 tokens. Plans are powers of two in each kind of parallelism; one that a model or the memory refuses is drawn again.
/// </remarks>
/// <param name="seed">Fixes the points.</param>
/// <param name="leastDevices">The fewest devices of a plan.</param>
/// <param name="mostDevices">The most devices of a plan.</param>
public sealed class PointDraw(ulong seed, int leastDevices, int mostDevices)
{
    private const double Utilisation = 0.9;
    private const int MostTries = 10_000, MostSequences = 256, MostTokens = 2048;

    private static readonly string[] Platforms = ["stack3d-8", "stack3d-256", "h100-8", "h200-8", "b200-8", "mi325x-4"];

    private static readonly string[] Models =
    [
        "llama-2-7b", "llama-3-8b", "llama-2-70b", "llama-3-70b", "llama-3.1-405b", "qwen3-32b",
        "mixtral-8x7b", "qwen3-30b-a3b", "qwen3-235b-a22b", "deepseek-v3", "deepseek-v3.2",
    ];

    private readonly RandomStream _random = new(seed, "points");
    private readonly Dictionary<string, PlatformSpec> _platforms = [];
    private readonly Dictionary<string, ModelSpec> _models = [];

    /// <summary>The next point.</summary>
    /// <exception cref="PresetException">No machine has as many devices, or nothing fits.</exception>
    public StepPoint Next()
    {
        string[] platforms = [.. Platforms.Where(name => PlatformOf(name).Devices >= leastDevices)];
        if (platforms.Length == 0) throw new PresetException($"No machine of the panel has {leastDevices} devices.");
        for (int i = 0; i < MostTries; i++)
        {
            string platform = Pick(platforms), model = Pick(Models);
            ParallelPlan plan = DrawPlan(PlatformOf(platform).Devices, IsExpertModel(model));
            if (plan.Devices >= leastDevices && Fits(platform, model, plan)) return WithSizes(platform, model, plan);
        }
        throw new PresetException($"No plan of {leastDevices} to {mostDevices} devices fits any model.");
    }

    private StepPoint WithSizes(string platform, string model, ParallelPlan plan)
    {
        if (_random.NextInteger(4) == 0) return new StepPoint(platform, model, plan, 1, LogUniform(16, MostTokens), 0);
        return new StepPoint(platform, model, plan, LogUniform(1, MostSequences), 1, LogUniform(16, 8192));
    }

    private ParallelPlan DrawPlan(int devices, bool hasExperts)
    {
        int stage = Power(Math.Min(devices, mostDevices));
        int data = hasExperts ? Power(stage) : 1;
        return new ParallelPlan(stage / data) { AttentionData = data, ExpertParallel = hasExperts ? Power(stage) : 1, SequenceParallel = _random.NextInteger(4) == 0 };
    }

    private bool Fits(string platform, string model, ParallelPlan plan)
    {
        try
        {
            ModelSpec spec = ModelOf(model);
            PlatformSpec machine = PlatformOf(platform);
            PlanFitting.Check(spec, plan, machine.Devices);
            if (!machine.Device.Compute.Matrix.Supports(spec.Precision.Activations)) return false;
            MemoryBudget budget = PlanFitting.BudgetOf(spec, plan, machine.Device.Memory.Capacity, Utilisation, MostTokens, MostSequences);
            PlanFitting.BlocksOf(spec, plan, budget, blockTokens: 16);
            return true;
        }
        catch (PresetException)
        {
            return false;
        }
    }

    private bool IsExpertModel(string name) => ModelOf(name).Layers.Any(group => group.FeedForward is MixtureOfExperts);

    private PlatformSpec PlatformOf(string name) => _platforms.TryGetValue(name, out PlatformSpec? known) ? known : _platforms[name] = PlatformPreset.Open(name);

    private ModelSpec ModelOf(string name) => _models.TryGetValue(name, out ModelSpec? known) ? known : _models[name] = ModelLibrary.Open(name);

    private int Power(int most) => 1 << (int)_random.NextInteger(BitOperations.Log2((uint)most) + 1);

    private int LogUniform(int least, int most) => (int)Math.Round(least * Math.Pow(most / (double)least, _random.NextDouble()));

    private string Pick(string[] choices) => choices[_random.NextInteger(choices.Length)];
}
