using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>Fidelity "event": every stage, memory command and packet of a step is simulated.</summary>
/// <remarks>A step begins on an idle machine whose refresh counters stand at zero, so that its time depends on nothing but itself.</remarks>
public sealed class DetailedExecutor : IStepExecutor
{
    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;
    private readonly ProgramExecutor _programs;

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="lowering">How steps become programs; made for the same model, plan and machine.</param>
    /// <param name="probe">Who listens to the banks of the device and to the links of the network, if anybody; every step begins at zero.</param>
    public DetailedExecutor(ModelSpec model, PlatformSpec platform, StepLowering lowering, Probe? probe = null)
    {
        _model = model;
        _lowering = lowering;
        _programs = new ProgramExecutor(platform, probe);
    }

    /// <summary>Events that the kernel has run so far.</summary>
    public long Events => _programs.Events;

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape) => Execute(_lowering.Lower(StepGraph.Of(_model, shape)));

    /// <summary>Times any program on an idle machine.</summary>
    public StepTiming Execute(DeviceProgram program) => _programs.Execute(program);
}
