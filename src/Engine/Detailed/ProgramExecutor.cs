using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Engine.AttentionMemory;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>Times programs at event fidelity, each on an idle machine whose refresh counters stand at zero.</summary>
public sealed class ProgramExecutor
{
    private readonly PlatformSpec _platform;
    private readonly CollectivePlayer _collectives;
    private readonly AttentionMemoryTimes? _memory;
    private readonly Probe? _probe;

    /// <param name="platform">The machine.</param>
    /// <param name="probe">Who listens to the banks of the device and to the links of the network, if anybody; every program begins at zero.</param>
    public ProgramExecutor(PlatformSpec platform, Probe? probe = null)
    {
        _platform = platform;
        _probe = probe;
        _collectives = new CollectivePlayer(platform, probe);
        _memory = AttentionMemoryTimes.Of(platform);
    }

    /// <summary>Events that the kernel has run so far.</summary>
    public long Events { get; private set; }

    /// <summary>Times a program.</summary>
    public StepTiming Execute(DeviceProgram program)
    {
        var simulation = new Simulation();
        StepTiming timing = new ProgramRun(simulation, new Device(simulation, _platform.Device, _probe), _collectives, _memory).Run(program);
        Events += simulation.ProcessedCount;
        return timing;
    }
}
