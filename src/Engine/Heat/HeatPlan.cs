using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Reduced;
using DeepStack.Sim.Physics.Stacks;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>How the heat of every device of a run is followed: its stack, where which energy goes, and the laws; made once and shared.</summary>
/// <approximation>Work spreads evenly over the blocks of a role, and DRAM energy evenly over dies; clock trees draw the same at any clock.</approximation>
internal sealed class HeatPlan
{
    private readonly ResponseFit? _fit;

    private HeatPlan(HeatOptions options, string name, StackModel model, BackgroundPower background, DramStackSpec dram)
    {
        StackName = name;
        Model = model;
        Background = background;
        Compute = SharesOf(BlockRole.Compute);
        Links = Model.Sources.Any(s => s.Role == BlockRole.Links) ? SharesOf(BlockRole.Links) : Compute;
        Dram = SharesOf(BlockRole.Dram);
        double[] logic = SharesOf(BlockRole.Compute, BlockRole.Links);
        Constant = new double[model.Sources.Count];
        var leakages = new List<BlockLeakage>();
        AddStatic(0, background.Standby, Dram, leakages);
        for (int i = 0; i < background.Statics.Count; i++) AddStatic(i + 1, background.Statics[i], logic, leakages);
        Options = OptionsOf(options, dram, leakages);
        if (options.Mode == ThermalMode.Reduced) _fit = ResponseFit.Of(model, Options.Bin);
    }

    /// <summary>The preset's name or the file's path.</summary>
    public string StackName { get; }

    /// <summary>The stack of a device, its sources joined by role.</summary>
    public StackModel Model { get; }

    /// <summary>The laws.</summary>
    public ThermalLoopOptions Options { get; }

    /// <summary>What a device draws whatever it does.</summary>
    public BackgroundPower Background { get; }

    /// <summary>Which parts of the background leak where: 0 for DRAM standby, then the static parts, by leakage of the options.</summary>
    public List<int> PartOfLeakage { get; } = [];

    /// <summary>Where they leak, by leakage of the options.</summary>
    public List<int> SourceOfLeakage { get; } = [];

    /// <summary>[sources] watts that never change.</summary>
    public double[] Constant { get; }

    /// <summary>[sources] the shares of energy spent computing.</summary>
    public double[] Compute { get; }

    /// <summary>[sources] the shares of energy spent on links.</summary>
    public double[] Links { get; }

    /// <summary>[sources] the shares of energy spent in the DRAM.</summary>
    public double[] Dram { get; }

    /// <summary>Dies of DRAM.</summary>
    public int DramDies => Model.Sources.Where(s => s.Role == BlockRole.Dram).SelectMany(s => s.Members).Select(m => m.Layer).Distinct().Count();

    /// <summary>The largest error of the reduced model's step responses; null where it is not used.</summary>
    public double? ReducedError => _fit?.WorstStepError;

    /// <summary>The plan of a run; null where heat is left out.</summary>
    /// <param name="scenario">The scenario, its serving resolved.</param>
    /// <param name="platform">The machine.</param>
    /// <exception cref="PresetException">The machine does not say what is needed, its stack does not fit, or it cannot even idle.</exception>
    public static HeatPlan? Of(Scenario scenario, PlatformSpec platform)
    {
        HeatOptions options = scenario.Heat;
        if (options.Mode == ThermalMode.Off) return null;
        EnergyCoefficients costs = platform.EnergyCosts
            ?? throw new PresetException($"Heat needs the energy of operators, but {platform.Name} names no energy preset. Choose another machine, or leave heat off.");
        if (!scenario.Serving.IsSimulated) throw new PresetException("Heat needs the energy of operators, but a step model without operators says nothing of it. Choose another step model, or leave heat off.");
        if (scenario.Plan.AttentionData > 1) throw new PresetException($"Heat is not followed where attention groups share experts ({scenario.Plan}). Take a plan without them, or leave heat off.");
        return Of(options, platform, costs);
    }

    /// <summary>The plan of any device of a machine.</summary>
    /// <param name="options">How heat is followed.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="costs">What events on it cost.</param>
    /// <exception cref="PresetException">It names no stack, its stack does not fit, or it cannot even idle.</exception>
    public static HeatPlan Of(HeatOptions options, PlatformSpec platform, EnergyCoefficients costs)
    {
        string name = options.Stack ?? platform.ThermalStack
            ?? throw new PresetException($"{platform.Name} names no thermal stack. Name one with thermal.stack, or leave heat off.");
        DramStackSpec dram = platform.Device.Memory.Dram;
        try
        {
            StackModel model = RoleGroups.Of(StackModel.Build(StackReader.Load(name), options.Nodes), dram.Channels);
            var plan = new HeatPlan(options, name, model, new BackgroundPower(costs, dram), dram);
            plan.Check(dram);
            return plan;
        }
        catch (Exception e) when (e is ArgumentException or ThermalRunawayException or ArithmeticException)
        {
            throw new PresetException($"thermal stack {name}: {MessageOf(e)}", e);
        }
    }

    /// <summary>A device that begins as the scenario says.</summary>
    public ThermalLoop Begin(bool atAmbient)
    {
        var loop = new ThermalLoop(Model, Options, _fit);
        if (!atAmbient) loop.Settle(Idle(1));
        return loop;
    }

    /// <summary>[sources] watts of a device without work, leakage apart.</summary>
    public double[] Idle(int refreshRate) => [.. Constant.Select((w, i) => w + (Background.Refresh.Watts * refreshRate * Dram[i]))];

    private static string MessageOf(Exception e) => e is ArgumentException { ParamName: not null } ? e.Message[..e.Message.LastIndexOf(" (Parameter", StringComparison.Ordinal)] : e.Message;

    private void Check(DramStackSpec dram)
    {
        if (!Compute.Any(s => s > 0)) throw new ArgumentException("no block computes. Give blocks of its logic the role \"compute\".");
        if (dram.Layers > 1 && dram.Layers != DramDies) throw new ArgumentException($"it has {DramDies} layers of DRAM, but {dram.Name} has {dram.Layers}. Take a stack with as many.");
        ThermalLoop idle = Begin(atAmbient: false);
        if (idle.Condition.Tripped)
            throw new ArgumentException($"without any work it is at {Math.Max(idle.Condition.HottestLogic.Degrees, idle.Condition.HottestDram.Degrees):F1} C already, above the trip limit of {Options.Trip}. Cool better, or raise thermal.trip.");
    }

    private void AddStatic(int part, StaticPower power, double[] shares, List<BlockLeakage> leakages)
    {
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] == 0) continue;
            if (BackgroundPower.LawOf(power) is not { } law)
            {
                Constant[i] += power.Power.Watts * shares[i];
                continue;
            }
            leakages.Add(new BlockLeakage(Model.Sources[i].Layer, Model.Sources[i].Block, law with { AtReference = law.AtReference * shares[i] }));
            PartOfLeakage.Add(part);
            SourceOfLeakage.Add(i);
        }
    }

    private static ThermalLoopOptions OptionsOf(HeatOptions options, DramStackSpec dram, IReadOnlyList<BlockLeakage> leakages) => new()
    {
        Mode = options.Mode,
        SensorPeriod = options.SensorPeriod,
        Refresh = new RefreshLaw(ThresholdOf(dram, 2) ?? RefreshLaw.Default.Twice, ThresholdOf(dram, 4) ?? RefreshLaw.Default.Fourfold, options.Hysteresis),
        Throttle = options.Throttle is { } target ? ThrottleLaw.Default with { Target = target, LowestRatio = options.LowestClock, SensorDelay = options.SensorDelay } : null,
        Trip = options.Trip,
        Leakages = leakages,
    };

    private static Celsius? ThresholdOf(DramStackSpec dram, int divisor) => dram.RefreshClasses.FirstOrDefault(c => c.Divisor >= divisor)?.Above;

    /// <summary>Shares by area among the sources of some roles.</summary>
    private double[] SharesOf(params BlockRole[] roles)
    {
        double[] weights = [.. Model.Sources.Select(s => roles.Contains(s.Role) ? s.Area : 0)];
        double total = weights.Sum();
        return [.. weights.Select(w => total > 0 ? w / total : 0)];
    }
}
