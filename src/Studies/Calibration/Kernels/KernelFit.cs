using DeepStack.Sim.Compute;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Calibration.Kernels;

/// <summary>Fits the parameters of a chip to measured kernels, one after the other, until none helps any more.</summary>
/// <remarks>
/// Minimised is the mean of min(|ln(predicted / measured)|, 1/2) over the rows: every kernel counts the same, large or small, and rows that
/// another mechanism rules do not drag the parameters with them. Each parameter is stepped up and down by a factor that shrinks from 1.4 to 1.02.
/// </remarks>
internal static class KernelFit
{
    private const double FirstStep = 1.4;
    private const double LastStep = 1.02;
    private const double MostOfARow = 0.5;

    /// <summary>The chip with fitted parameters.</summary>
    /// <param name="device">The device to begin with.</param>
    /// <param name="parameters">What may change; parameters at zero stay there.</param>
    /// <param name="rows">The rows to fit.</param>
    public static ComputeSpec Fit(DeviceSpec device, IReadOnlyList<KernelParameter> parameters, IReadOnlyList<MeasuredKernel> rows)
    {
        ComputeSpec best = device.Compute;
        double least = Loss(best, device.Memory, rows);
        for (double step = FirstStep; step > LastStep; step = Math.Sqrt(step))
        {
            bool improved;
            do
            {
                improved = false;
                foreach (KernelParameter parameter in parameters)
                {
                    if (parameter.Get(best) == 0) continue;
                    foreach (double factor in (double[])[step, 1 / step])
                    {
                        ComputeSpec trial = parameter.With(best, Math.Min(parameter.Most, parameter.Get(best) * factor));
                        double loss = Loss(trial, device.Memory, rows);
                        if (loss >= least - 1e-5) continue;
                        (best, least, improved) = (trial, loss, true);
                        break;
                    }
                }
            }
            while (improved);
        }
        return best;
    }

    private static double Loss(ComputeSpec compute, DeviceMemorySpec memory, IReadOnlyList<MeasuredKernel> rows)
    {
        var predictor = new KernelPredictor(new DeviceSpec(compute, memory));
        double sum = 0;
        foreach (MeasuredKernel row in rows)
            sum += Math.Min(Math.Abs(Math.Log(predictor.Predict(row) / row.Measured)), MostOfARow);
        return sum / rows.Count;
    }
}
