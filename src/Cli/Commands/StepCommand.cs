using System.CommandLine;
using DeepStack.Sim.Cli.Steps;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack step --batch --context --prefill ...</c>: one engine step, simulated whole.</summary>
internal static class StepCommand
{
    private const string Description = """
        Times one engine step: sequences that decode, prompts in prefill, or both. Shows where its time goes, what bounds it, the bytes that
        cross every level of a device, and utilisation. At fidelity event everything is simulated.

        Examples:
          deepstack step --batch 64 --context 2048 --model llama-3-70b --platform stack3d-8 --tp 8
          deepstack step --prefill 512 --batch 16 --context 1000 --model llama-3-8b --platform h100-8 --tp 2 --timeline step.json
        """;

    public static Command Create()
    {
        var counts = new StepCounts();
        var model = new Option<string>("--model") { Description = "The model: a preset's name, a preset file, or a Hugging Face config.json", Required = true };
        var platform = new Option<string>("--platform") { Description = "The machine: a preset's name or a path", Required = true };
        var machines = new MachineOptions();
        var plans = new PlanOptions();
        var fidelity = new Option<string>("--fidelity") { Description = "event: simulate everything; sampled: compose simulated parts; analytical: closed form", DefaultValueFactory = _ => "event" };
        fidelity.AcceptOnlyFromAmong("event", "sampled", "analytical");
        var launch = new Option<string?>("--launch") { Description = "Who starts kernels: the device, the engine's captured graphs (to whose sizes steps are padded), or its host one by one (eager); by default the device, or the host of an engine that captures no graphs" };
        launch.AcceptOnlyFromAmong([.. LaunchRule.Names]);
        var engine = new Option<string>("--engine") { Description = "The engine that starts them", DefaultValueFactory = _ => new ServingOptions().Engine };
        var output = new StepOutput();
        var command = new Command("step", Description) { model, platform, machines.Set, fidelity, launch, engine };
        plans.AddTo(command);
        counts.AddTo(command);
        output.AddTo(command);
        command.SetAction(parse =>
        {
            ModelSpec spec = ModelLibrary.Open(parse.GetValue(model)!);
            PlatformSpec machine = machines.Open(parse, parse.GetValue(platform)!);
            ParallelPlan plan = plans.Plan(parse);
            StepShape shape = counts.Shape(parse, spec);
            EngineProfile profile = EngineProfile.Open(parse.GetValue(engine)!);
            Fidelity kind = Enum.Parse<Fidelity>(parse.GetValue(fidelity)!, ignoreCase: true);
            if (output.WindowOf(parse) is not null) RequireOneSimulation(parse.GetValue(fidelity)!, plan);
            StepTiming Time(Probe? probe) => StepExecutors
                .Open(spec, machine, plan, plans.Routing(parse), launch: LaunchRule.Of(parse.GetValue(launch) ?? LaunchRule.DefaultOf(profile), profile), probe: probe)
                .For(kind).Execute(shape);
            RequireMemory(spec, machine, plan, shape);
            StepTiming timing = Time(null);
            Console.Error.WriteLine($"{spec.Name} as {plan} on {DevicesOf(plan, machine)}: {counts.Describe(parse)}");
            output.Write(parse, new StepSubject(machine, spec.Name, plan, kind, spec.Precision.Activations), shape, timing, probe => Time(probe));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Transactions have instants only where the step is simulated in one piece.</summary>
    private static void RequireOneSimulation(string fidelity, ParallelPlan plan)
    {
        if (fidelity != "event")
            throw new PresetException($"--window asks for transactions, and fidelity {fidelity} has none. Use --fidelity event.");
        ObservedWindow.RequireOneSimulation(plan);
    }

    private static string DevicesOf(ParallelPlan plan, PlatformSpec machine) => plan.Devices == machine.Devices ? machine.Name : $"{plan.Devices} of the {machine.Devices} devices of {machine.Name}";

    /// <summary>All of a device's memory counts, for nothing else runs on it.</summary>
    internal static void RequireMemory(ModelSpec model, PlatformSpec machine, ParallelPlan plan, StepShape shape)
    {
        MemoryFitting.Check(model, plan, machine);
        DeviceSpec device = machine.Device;
        MemoryBudget budget = PlanFitting.BudgetOf(model, plan, device.Memory.Capacity, utilisation: 1, shape.NewTokens, shape.SampledSequences, device.Compute.Shared.Mesh);
        long tokens = shape.ContextTokens + shape.NewTokens;
        if (machine.AttentionMemory is { } memory) MemoryFitting.RequireRoom(model, memory, tokens);
        PlanFitting.RequireRoom(model, plan, budget, machine.AttentionMemory is null ? tokens : tokens - shape.DecodeContextTokens - shape.DecodeSequences);
    }
}
