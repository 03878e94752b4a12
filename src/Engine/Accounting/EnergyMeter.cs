using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Accounting;

/// <summary>Brings what operators did, and the time that passes, to the energy ledger of a run.</summary>
/// <remarks>
/// DRAM is priced by its own preset, everything else by the energy preset of the machine, whose entries beginning with "dram" therefore
/// count only for machines that do not know their DRAM. Refresh goes on whether or not the memory works, so it is counted by time.
/// </remarks>
/// <approximation>Static power stands at its reference temperature and refresh at its normal rate; registers, hops inside the die and DRAM data of collectives are left out.</approximation>
internal sealed class EnergyMeter
{
    private static readonly string[] ComponentNames =
        ["DRAM activation", "DRAM reading", "DRAM writing", "DRAM refresh", "DRAM standby", "shared buffer", "matrix units", "vector units", "links"];

    private readonly DramStackSpec _dram;
    private readonly EnergyLedger _ledger;
    private readonly IReadOnlyList<StaticPower> _statics;
    private readonly int _devices;
    private readonly int _stages;
    private readonly int _bufferBit;
    private readonly int _multiplyAdd;
    private readonly int _vectorOperation;
    private readonly int _linkBit;

    /// <param name="costs">What events cost on a device.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="activations">The format that matrix units compute in.</param>
    /// <param name="devices">Devices that do each operator: those of an attention group's stage.</param>
    /// <param name="stages">Pipeline stages, each with as many devices.</param>
    /// <exception cref="Presets.PresetException">The preset lacks a cost.</exception>
    public EnergyMeter(EnergyCoefficients costs, PlatformSpec platform, NumberFormat activations, int devices, int stages = 1)
    {
        _dram = platform.Device.Memory.Dram;
        _ledger = new EnergyLedger(costs);
        _statics = [.. costs.Statics.Where(s => !s.Name.StartsWith("dram", StringComparison.Ordinal))];
        _devices = devices;
        _stages = stages;
        _bufferBit = costs.IndexOf("sram-read-bit");
        _multiplyAdd = costs.IndexOf(ProductName(activations));
        _vectorOperation = costs.IndexOf("vector-op");
        _linkBit = costs.IndexOf("node-link-bit");
    }

    /// <summary>Whether a preset says what products of a format cost.</summary>
    public static bool Prices(EnergyCoefficients costs, NumberFormat format) => costs.Events.Any(e => e.Name == ProductName(format));

    /// <summary>Accounts all repetitions of an operator on all devices that do it.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="name">Its number, for the account by operator.</param>
    /// <returns>The energy of one repetition on one device.</returns>
    public Energy Spend(in OperatorTiming op, int name)
    {
        double times = (double)op.Repeat * _devices;
        OperatorEvents all = op.Events * times;
        StackEnergies dram = _dram.Energies;
        Energy spent = _ledger.Add(Tag(EnergyComponent.DramActivation, name), dram.Activation * all.Activations)
            + _ledger.Add(Tag(EnergyComponent.DramReading, name), dram.ReadBit * (all.ReadBytes * 8))
            + _ledger.Add(Tag(EnergyComponent.DramWriting, name), dram.WriteBit * (all.WrittenBytes * 8))
            + Count(EnergyComponent.SharedBuffer, name, _bufferBit, op.SharedBytes.Count * 8.0 * times)
            + Count(EnergyComponent.MatrixUnits, name, _multiplyAdd, all.MatrixWork / 2)
            + Count(EnergyComponent.VectorUnits, name, _vectorOperation, all.VectorWork)
            + Count(EnergyComponent.Links, name, _linkBit, all.LinkBytes * 8);
        return spent / times;
    }

    /// <summary>Accounts what all devices draw over the whole run, whatever they do, and records the sums by component.</summary>
    /// <param name="elapsed">The run's length.</param>
    /// <param name="replicas">Attention groups of all replicas.</param>
    /// <param name="recorder">Who receives the records.</param>
    /// <param name="names">Numbers of component names.</param>
    public void Finish(Duration elapsed, int replicas, IRunRecorder recorder, NameTable names)
    {
        double devices = (double)_devices * _stages * replicas;
        _ledger.Add(Tag(EnergyComponent.DramRefresh), _dram.Energies.RefreshBank * (RefreshesIn(elapsed) * devices));
        _ledger.Add(Tag(EnergyComponent.DramStandby), _dram.Energies.Standby * elapsed * devices);
        for (int i = 0; i < _statics.Count; i++) _ledger.Add(Tag(EnergyComponent.FirstStatic + i), _statics[i].Power * elapsed * devices);
        for (int i = 0; i < _ledger.Components.Count; i++)
        {
            string name = i < ComponentNames.Length ? ComponentNames[i] : _statics[i - ComponentNames.Length].Name.Replace('-', ' ');
            recorder.Energy(new EnergyRecord(-1, names.IdOf(name), _ledger.Components[i]));
        }
    }

    private static string ProductName(NumberFormat format) => $"matrix-mac-{format}";

    private static EnergyTag Tag(EnergyComponent component, int name = -1) => new((int)component, Operator: name);

    private Energy Count(EnergyComponent component, int name, int index, double count) =>
        _ledger.Count(Tag(component, name), index, (long)Math.Round(count));

    /// <summary>Refreshes times banks in them, at the normal temperature.</summary>
    private double RefreshesIn(Duration elapsed)
    {
        if (_dram.Refresh == RefreshMode.None) return 0;
        double banks = (double)_dram.Layers * _dram.Columns * _dram.BanksPerLayer;
        return banks * (elapsed / _dram.Clock.DurationOf(Cycles.FromCount(_dram.Timings.RefreshInterval)));
    }
}
