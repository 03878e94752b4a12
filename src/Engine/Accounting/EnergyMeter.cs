using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Accounting;

/// <summary>Brings what operators did, and the time that passes, to the energy ledger of a run.</summary>
/// <remarks>
/// DRAM is priced by its own preset, everything else by the energy preset of the machine, whose entries beginning with "dram" therefore
/// count only for machines that do not know their DRAM. Refresh goes on whether or not the memory works, so it is counted by time.
/// </remarks>
/// <approximation>Without heat, static power stands at its reference temperature and refresh at its normal rate; registers, hops inside the die and DRAM data of collectives are left out.</approximation>
internal sealed class EnergyMeter
{
    private static readonly string[] ComponentNames =
        ["DRAM activation", "DRAM reading", "DRAM writing", "DRAM refresh", "DRAM standby", "shared buffer", "matrix units", "vector units", "links"];

    private readonly DramStackSpec _dram;
    private readonly EnergyLedger _ledger;
    private readonly int _devices;
    private readonly int _stages;
    private readonly int _bufferBit;
    private readonly int _multiplyAdd;
    private readonly int _vectorOperation;
    private readonly int _linkBit;
    private readonly int _packageLinkBit;

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
        Background = new BackgroundPower(costs, _dram);
        _devices = devices;
        _stages = stages;
        _bufferBit = costs.IndexOf("sram-read-bit");
        _multiplyAdd = costs.IndexOf(ProductName(activations));
        _vectorOperation = costs.IndexOf("vector-op");
        _linkBit = costs.IndexOf("node-link-bit");
        _packageLinkBit = platform.Network.Links.Any(link => link.InPackage) ? costs.IndexOf("package-link-bit") : _linkBit;
    }

    /// <summary>What a device draws whatever it does.</summary>
    public BackgroundPower Background { get; }

    /// <summary>What an event in the logic costs over its cost at full clock: the voltage follows the clock, so the square of the clock's ratio.</summary>
    public double LogicScale { get; set; } = 1;

    /// <summary>Where the operator accounted last spent its energy, all repetitions, on one device of a pipeline whose stages share a step evenly.</summary>
    public OperatorEnergy Latest { get; private set; }

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
        Energy memory = _ledger.Add(Tag(EnergyComponent.DramActivation, name), dram.Activation * all.Activations)
            + _ledger.Add(Tag(EnergyComponent.DramReading, name), dram.ReadBit * (all.ReadBytes * 8))
            + _ledger.Add(Tag(EnergyComponent.DramWriting, name), dram.WriteBit * (all.WrittenBytes * 8));
        Energy logic = memory
            + Count(EnergyComponent.SharedBuffer, name, _bufferBit, op.SharedBytes.Count * 8.0 * times, LogicScale)
            + Count(EnergyComponent.MatrixUnits, name, _multiplyAdd, all.MatrixWork / 2, LogicScale)
            + Count(EnergyComponent.VectorUnits, name, _vectorOperation, all.VectorWork, LogicScale);
        Energy links = Count(EnergyComponent.Links, name, _linkBit, (all.LinkBytes - all.PackageLinkBytes) * 8, 1);
        if (all.PackageLinkBytes > 0) links += Count(EnergyComponent.Links, name, _packageLinkBit, all.PackageLinkBytes * 8, 1);
        double devices = (double)_devices * _stages;
        Latest = new OperatorEnergy((logic - memory).Joules / devices, links.Joules / devices, memory.Joules / devices);
        return (logic + links) / times;
    }

    /// <summary>Where all repetitions of an operator spend energy on one device, without accounting it.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="logicScale">As <see cref="LogicScale"/>.</param>
    /// <remarks>The stages of a pipeline share a step evenly, so each of their devices spends a part of it.</remarks>
    public OperatorEnergy PriceOf(in OperatorTiming op, double logicScale)
    {
        OperatorEvents one = op.Events;
        StackEnergies dram = _dram.Energies;
        double memory = (dram.Activation.Joules * one.Activations) + (8 * ((dram.ReadBit.Joules * one.ReadBytes) + (dram.WriteBit.Joules * one.WrittenBytes)));
        double logic = (CostOf(_bufferBit) * op.SharedBytes.Count * 8) + (CostOf(_multiplyAdd) * one.MatrixWork / 2) + (CostOf(_vectorOperation) * one.VectorWork);
        double times = (double)op.Repeat / _stages;
        double links = (CostOf(_linkBit) * (one.LinkBytes - one.PackageLinkBytes)) + (CostOf(_packageLinkBit) * one.PackageLinkBytes);
        return new OperatorEnergy(logic * logicScale * times, links * 8 * times, memory * times);
    }

    /// <summary>Accounts what devices drew, whatever they did.</summary>
    public void Add(BackgroundEnergy background)
    {
        _ledger.Add(Tag(EnergyComponent.DramRefresh), background.Refresh);
        _ledger.Add(Tag(EnergyComponent.DramStandby), background.Standby);
        for (int i = 0; i < background.Statics.Count; i++) _ledger.Add(Tag(EnergyComponent.FirstStatic + i), background.Statics[i]);
    }

    /// <summary>Accounts what all devices draw over a whole run at the temperatures and the refresh rate of their presets, and records the sums by component.</summary>
    /// <param name="elapsed">The run's length.</param>
    /// <param name="replicas">Attention groups of all replicas.</param>
    /// <param name="recorder">Who receives the records.</param>
    /// <param name="names">Numbers of component names.</param>
    public void Finish(Duration elapsed, int replicas, IRunRecorder recorder, NameTable names)
    {
        Add(Background.Over(elapsed, (double)_devices * _stages * replicas));
        Finish(recorder, names);
    }

    /// <summary>Records the sums by component.</summary>
    /// <param name="recorder">Who receives the records.</param>
    /// <param name="names">Numbers of component names.</param>
    public void Finish(IRunRecorder recorder, NameTable names)
    {
        for (int i = 0; i < _ledger.Components.Count; i++)
        {
            string name = i < ComponentNames.Length ? ComponentNames[i] : Background.Statics[i - ComponentNames.Length].Name.Replace('-', ' ');
            recorder.Energy(new EnergyRecord(-1, names.IdOf(name), _ledger.Components[i]));
        }
    }

    private static string ProductName(NumberFormat format) => $"matrix-mac-{format}";

    private static EnergyTag Tag(EnergyComponent component, int name = -1) => new((int)component, Operator: name);

    private double CostOf(int index) => _ledger.Coefficients.Events[index].Cost.Joules;

    private Energy Count(EnergyComponent component, int name, int index, double count, double scale) =>
        _ledger.Count(Tag(component, name), index, (long)Math.Round(count), scale);
}
