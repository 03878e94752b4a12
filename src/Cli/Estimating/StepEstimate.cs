using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Estimating;

/// <summary>Times one step of a preset machine in closed form, and at event fidelity beside it if asked.</summary>
internal sealed class StepEstimate
{
    private readonly StepTiming _analytical;
    private readonly StepTiming? _simulated;
    private readonly IReadOnlyCollection<string> _outside;

    /// <param name="executors">The machine, model and plan.</param>
    /// <param name="shape">The step.</param>
    /// <param name="isChecked">Whether it is simulated too.</param>
    public StepEstimate(StepExecutors executors, StepShape shape, bool isChecked)
    {
        _analytical = executors.For(Fidelity.Analytical).Execute(shape);
        _outside = executors.Analytical.OutsideCalibration;
        _simulated = isChecked ? executors.For(Fidelity.Event).Execute(shape) : null;
    }

    public void Write(bool showsOperators, bool json)
    {
        if (_outside.Count > 0) Console.Error.WriteLine($"Sizes of {string.Join(", ", _outside)} lie beyond what the calibration saw; their times rest on extrapolation.");
        if (json) WriteJson();
        else if (showsOperators) WriteOperators();
        else WriteTime();
    }

    private void WriteJson()
    {
        var figures = new JsonObject { ["analytical_ps"] = _analytical.Elapsed.Picoseconds };
        if (_simulated is not null) figures["event_ps"] = _simulated.Elapsed.Picoseconds;
        Console.WriteLine(JsonText.Of(figures));
    }

    private void WriteTime()
    {
        Console.WriteLine($"analytical  {_analytical.Elapsed.ToText()}");
        if (_simulated is null) return;
        Console.WriteLine($"event       {_simulated.Elapsed.ToText()}");
        Console.WriteLine($"difference  {Percent(_analytical.Elapsed / _simulated.Elapsed)}");
    }

    /// <summary>Both fidelities run the same program, so that operators stand in the same order.</summary>
    private void WriteOperators()
    {
        Console.WriteLine("operator,repeats,cut,memory_bytes,network_bytes,analytical_ps" + (_simulated is null ? "" : ",event_ps"));
        for (int i = 0; i < _analytical.Operators.Count; i++)
        {
            OperatorTiming op = _analytical.Operators[i];
            string simulated = _simulated is null ? "" : string.Create(CultureInfo.InvariantCulture, $",{_simulated.Operators[i].Elapsed.Picoseconds}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{op.Name},{op.Repeat},{op.Tiling},{op.MemoryBytes.Count},{op.NetworkBytes.Count},{op.Elapsed.Picoseconds}{simulated}"));
        }
    }

    private static string Percent(double ratio) => (ratio - 1).ToString("+0.00%;-0.00%;0%", CultureInfo.InvariantCulture);
}
