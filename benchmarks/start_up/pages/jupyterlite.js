// The answer stands in the page's output: the kernel is in a worker.
const look = () => {
  const found = [...document.querySelectorAll(".jp-OutputArea-output")].find((part) => part.textContent.startsWith("first dose: "));
  if (found) window.firstDose = { ms: performance.now(), answer: found.textContent.slice(12) };
  else setTimeout(look, 5);
};
look();
