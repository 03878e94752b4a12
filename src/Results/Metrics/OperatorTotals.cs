using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>Everything that an operator did in the steps of one class. Amounts are those of all devices, times those of one.</summary>
/// <param name="Class">The class of the steps.</param>
/// <param name="Name">The operator's name.</param>
/// <param name="Kind">What kind of work it is.</param>
/// <param name="BoundBy">What it waited for most.</param>
public sealed record OperatorTotals(StepClass Class, string Name, OperatorKind Kind, Bound BoundBy)
{
    /// <summary>How often it ran on a device.</summary>
    public long Executions { get; private set; }

    /// <summary>Time from start to end, summed.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>The share of it that lengthened steps.</summary>
    public Duration StepTime { get; private set; }

    /// <summary>Arithmetic done.</summary>
    public Flops Arithmetic { get; private set; }

    /// <summary>Energy spent.</summary>
    public Energy Energy { get; private set; }

    /// <summary>Rows activated.</summary>
    public long RowActivations { get; private set; }

    /// <summary>Communication that nothing hid.</summary>
    public Duration ExposedCommunication { get; private set; }

    /// <summary>Communication behind which something else ran.</summary>
    public Duration HiddenCommunication { get; private set; }

    /// <summary>What crossed the DRAM banks.</summary>
    public LevelUse Banks { get; private set; }

    /// <summary>What crossed the links between the layers of a stack.</summary>
    public LevelUse VerticalLinks { get; private set; }

    /// <summary>What crossed the on-chip buffers.</summary>
    public LevelUse Buffers { get; private set; }

    /// <summary>What crossed the network on chip.</summary>
    public LevelUse Noc { get; private set; }

    /// <summary>What was exchanged among the dies of one package.</summary>
    public LevelUse Package { get; private set; }

    /// <summary>What was exchanged between packages.</summary>
    public LevelUse Network { get; private set; }

    internal void Add(in OperatorRecord op)
    {
        long repeat = op.Repeat, all = repeat * op.Devices;
        Executions += repeat;
        Elapsed += op.Elapsed * repeat;
        Arithmetic += op.Arithmetic * all;
        Energy += op.Energy * all;
        RowActivations += op.RowActivations * all;
        ExposedCommunication += op.ExposedCommunication * repeat;
        HiddenCommunication += op.HiddenCommunication * repeat;
        Banks = Sum(Banks, op.Banks, repeat, all);
        VerticalLinks = Sum(VerticalLinks, op.VerticalLinks, repeat, all);
        Buffers = Sum(Buffers, op.Buffers, repeat, all);
        Noc = Sum(Noc, op.Noc, repeat, all);
        Package = Sum(Package, op.Package, repeat, all);
        Network = Sum(Network, op.Network, repeat, all);
    }

    internal void AddStepTime(Duration time) => StepTime += time;

    private static LevelUse Sum(LevelUse total, LevelUse one, long times, long all) =>
        one == default ? total : new LevelUse(total.Amount + (one.Amount * all), total.Busy + (one.Busy * times));
}
